package io.skyv.box;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.skyv.box.capture.NativeCaptureCommand;
import io.skyv.box.capture.child.CaptureMain;
import io.skyv.box.hardware.linux.LineWatch;
import io.skyv.guard.GuardEveryConnection;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the box, or says in one line why it cannot. */
@QuarkusMain
public final class Main {
    private static final int CANNOT_START = 1;
    private static final int WRONG_USAGE = 2;

    /** Of a file's settings, below the environment's (Quarkus, "Configuration sources"). */
    private static final int FILE_ORDINAL = 260;

    /** Of Quarkus; its own default is two for each core. */
    private static final String EVENT_LOOPS = "quarkus.vertx.event-loops-pool-size";

    private static final int CORES_OF_ONE_LOOP = 2;

    private static final String USAGE = """
            The SKYV-Box: captures, packages, relays and meters live video.

            usage: skyv-box [--help | --version | self-test | watch-line CHIP LINE]
                   java -jar quarkus-run.jar [--help | --version | self-test | watch-line CHIP LINE]

            self-test tries what can be tried without a network: the media libraries, calls into C, capture.
            watch-line prints the edges of a GPIO line, of the chip with that label, until it is ended: press the button, and see.

            It is configured by the environment or by config/application.properties beside it:
              SKYV_DATA        directory of everything that it keeps        (data/box)
              SKYV_CONTROL     host:port of the control plane               (127.0.0.1:8443)
              SKYV_CAMERA      test, board, /dev/videoN, rpicam, a URL or a file; none: this box only relays
              SKYV_BOX_HOST    address that it listens on                   (0.0.0.0)
              SKYV_BOX_PORT    port that it listens on                      (8090)
              SKYV_BOX_PUBLIC_URL  where receivers reach it, such as http://192.0.2.7:8090
            The rest is in docs/owner/configuration.md.
            """;

    private Main() {}

    public static void main(String... args) throws IOException {
        List<String> words = List.of(args);
        if (words.equals(List.of("--help"))) {
            System.out.print(USAGE);
        } else if (words.equals(List.of("--version"))) {
            System.out.println("skyv-box " + version());
        } else if (words.equals(List.of("self-test"))) {
            System.exit(SelfTest.run(StartCheck.dataDirectory(settings()), System.out) ? 0 : CANNOT_START);
        } else if (!words.isEmpty() && words.getFirst().equals(LineWatch.WORD)) {
            System.exit(watchLine(words.subList(1, words.size())));
        } else if (!words.isEmpty() && words.getFirst().equals(NativeCaptureCommand.WORD)) {
            CaptureMain.main(words.subList(1, words.size()).toArray(String[]::new));
        } else if (!words.isEmpty()) {
            System.err.println("skyv-box: unknown argument '" + words.getFirst() + "'; --help says what there is");
            System.exit(WRONG_USAGE);
        } else {
            GuardEveryConnection.enable();
            System.exit(run());
        }
    }

    private static int watchLine(List<String> words) {
        try {
            LineWatch.run(words, System.out);
            return 0;
        } catch (IllegalArgumentException e) {
            System.err.println("skyv-box: " + e.getMessage());
            return WRONG_USAGE;
        } catch (IOException e) {
            return giveUp(String.valueOf(e.getMessage()));
        }
    }

    private static int run() throws IOException {
        Config settings = settings();
        Optional<String> obstacle = StartCheck.obstacle(settings);
        if (obstacle.isPresent()) {
            return giveUp(obstacle.get());
        }
        chooseEventLoops(settings);
        Path data = StartCheck.dataDirectory(settings);
        FactoryReset.carryOut(data);
        EarlyBoard.begin(settings);
        AtomicInteger status = new AtomicInteger();
        Quarkus.run(null, (code, fault) -> {
            status.set(fault == null ? code : giveUp(StartCheck.explain(fault)));
        });
        return status.get();
    }

    /**
     * One event loop sends more than a home's line carries (docs/benchmarks.md); more of them take cores from the camera's
     * child and from each other, and memory. The owner's word counts more.
     */
    private static void chooseEventLoops(Config settings) {
        if (settings.getOptionalValue(EVENT_LOOPS, String.class).isEmpty()) {
            int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / CORES_OF_ONE_LOOP);
            System.setProperty(EVENT_LOOPS, Integer.toString(loops));
        }
    }

    /**
     * What the owner has set, as Quarkus will read it. Its own configuration cannot be asked before it starts: a native
     * executable has that of the machine it was built on until then.
     */
    private static Config settings() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        String file = Path.of("config", "application.properties").toUri().toString();
        return new SmallRyeConfigBuilder()
                .forClassLoader(loader)
                .addDefaultInterceptors()
                .addSystemSources()
                .withSources(PropertiesConfigSourceLoader.inFileSystem(file, FILE_ORDINAL, loader))
                .build();
    }

    private static int giveUp(String why) {
        System.err.println("skyv-box: " + why);
        return CANNOT_START;
    }

    private static String version() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("unknown");
    }
}
