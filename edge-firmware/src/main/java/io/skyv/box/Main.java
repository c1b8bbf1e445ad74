package io.skyv.box;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.skyv.box.capture.CaptureSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the box, or says in one line why it cannot. */
@QuarkusMain
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int WRONG_USAGE = 2;

    private static final String USAGE = """
            The SKYV-Box: captures, packages, relays and meters live video.

            usage: java -jar quarkus-run.jar [--help | --version]

            It is configured by the environment or by config/application.properties beside it:
              SKYV_DATA        directory of everything that it keeps        (data/box)
              SKYV_CONTROL     host:port of the control plane               (127.0.0.1:8443)
              SKYV_CAMERA      test, /dev/videoN, a URL or a file; none: this box only relays
              SKYV_BOX_HOST    address that it listens on                   (0.0.0.0)
              SKYV_BOX_PORT    port that it listens on                      (8090)
              SKYV_BOX_PUBLIC_URL  where receivers reach it, such as http://192.0.2.7:8090
            The rest is in docs/owner/configuration.md.
            """;

    /** Held until the process ends: two boxes with one identity would throw each other out for ever. */
    private static Optional<FileLock> dataLock = Optional.empty();

    private Main() {}

    public static void main(String... args) {
        List<String> words = List.of(args);
        if (words.equals(List.of("--help"))) {
            System.out.print(USAGE);
        } else if (words.equals(List.of("--version"))) {
            System.out.println("skyv-box " + version());
        } else if (!words.isEmpty()) {
            System.err.println("skyv-box: unknown argument '" + words.getFirst() + "'; --help says what there is");
            System.exit(WRONG_USAGE);
        } else {
            whyNot(ConfigProvider.getConfig()).ifPresentOrElse(Main::giveUp, Quarkus::run);
        }
    }

    /** What would stop the box later, said before it begins. */
    private static Optional<String> whyNot(Config config) {
        Path data = config.getOptionalValue("skyv.data", Path.class).orElse(Path.of("data", "box"));
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            return Optional.of("cannot make the data directory " + data + " (" + e.getMessage()
                    + "): set SKYV_DATA to a directory that this user may write to");
        }
        if (!Files.isWritable(data)) {
            return Optional.of("cannot write to " + data
                    + ": set SKYV_DATA to a directory that this user may write to, or mend its permissions");
        }
        if (!lock(data.resolve("lock"))) {
            return Optional.of("another box runs on " + data + ": stop it, or set SKYV_DATA to another directory");
        }
        if (!Files.exists(data.resolve("identity").resolve("birth.pem"))) {
            return Optional.of("this box has no birth certificate in " + data.resolve("identity")
                    + ": its maker puts it there; for development 'maker issue --box-data " + data
                    + "' of the control plane's program does");
        }
        try {
            config.getOptionalValue("skyv.camera", String.class).ifPresent(CaptureSource::parse);
        } catch (IllegalArgumentException e) {
            return Optional.of("SKYV_CAMERA: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean lock(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            dataLock = Optional.ofNullable(channel.tryLock());
            return dataLock.isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static void giveUp(String why) {
        System.err.println("skyv-box: " + why);
        System.exit(CANNOT_START);
    }

    private static String version() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("unknown");
    }
}
