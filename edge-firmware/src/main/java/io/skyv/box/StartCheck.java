package io.skyv.box;

import io.skyv.box.capture.CaptureSource;
import io.skyv.box.identity.NoBirthCertificateException;
import io.skyv.box.store.RingMemory;
import io.skyv.box.uplink.grpc.ControlAddress;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Profiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What would stop the box, said in one line that tells what to do. */
final class StartCheck {
    /** Written once at the start, to see whether there is any space at all. */
    private static final int PROBE_BYTES = 4096;

    /** Held until the process ends: two boxes with one identity would throw each other out for ever. */
    private static Optional<FileLock> dataLock = Optional.empty();

    private StartCheck() {}

    /** What stands in the way, as far as it can be seen before anything begins. */
    static Optional<String> obstacle(Config config) {
        Path data = dataDirectory(config);
        return directory(data)
                .or(() -> identity(data))
                .or(() -> settings(config))
                .or(() -> address(config));
    }

    /** Where the box keeps all that it keeps. */
    static Path dataDirectory(Config config) {
        return Path.of(config.getOptionalValue("skyv.data", String.class).orElse("data/box"));
    }

    private static Optional<String> directory(Path data) {
        String choose = "set SKYV_DATA to a directory that this user may write to";
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            return Optional.of("cannot make the data directory " + data + " (" + e.getMessage() + "): " + choose);
        }
        if (!Files.isWritable(data)) {
            return Optional.of("cannot write to " + data + ": " + choose + ", or mend its permissions");
        }
        try {
            return lock(data.resolve("lock"))
                    ? Optional.empty()
                    : Optional.of("another box runs on " + data + ": stop it, or set SKYV_DATA to another directory");
        } catch (IOException e) {
            return Optional.of("cannot write to " + data + " (" + reason(e) + "): make space there, or " + choose);
        }
    }

    private static boolean lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        dataLock = Optional.ofNullable(channel.tryLock());
        if (dataLock.isEmpty()) {
            channel.close();
            return false;
        }
        channel.write(ByteBuffer.allocate(PROBE_BYTES), 0);
        channel.truncate(0);
        return true;
    }

    private static Optional<String> identity(Path data) {
        Path identity = data.resolve("identity");
        return Files.exists(identity.resolve("birth.pem"))
                ? Optional.empty()
                : Optional.of("this box has no birth certificate in " + identity
                        + ": its maker puts it there; for development 'maker issue --box-data " + data
                        + "' of the control plane's program does");
    }

    private static Optional<String> settings(Config config) {
        Optional<BoardProfile> board;
        try {
            board = config.getOptionalValue("skyv.board.profile", String.class).map(Profiles::load);
        } catch (IllegalArgumentException e) {
            return Optional.of("SKYV_BOARD_PROFILE: " + e.getMessage());
        }
        try {
            config.getOptionalValue("skyv.camera", String.class)
                    .map(camera -> BoardCamera.here().source(camera, board))
                    .ifPresent(CaptureSource::parse);
        } catch (IllegalArgumentException e) {
            return Optional.of("SKYV_CAMERA: " + e.getMessage());
        }
        try {
            config.getOptionalValue("skyv.control", String.class).ifPresent(ControlAddress::parse);
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return config.getOptionalValue("skyv.relay.memory-bytes", String.class).flatMap(StartCheck::memory);
    }

    private static Optional<String> memory(String bytes) {
        String wanted = "SKYV_RELAY_MEMORY_BYTES is how much memory the newest segments have, at least "
                + RingMemory.MIN_RING_BYTES + " bytes";
        try {
            return Long.parseLong(bytes) < RingMemory.MIN_RING_BYTES
                    ? Optional.of(wanted + ", not " + bytes)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of(wanted + "; '" + bytes + "' is no number");
        }
    }

    private static Optional<String> address(Config config) {
        String host = config.getOptionalValue("skyv.box.host", String.class).orElse("0.0.0.0");
        String port = config.getOptionalValue("skyv.box.port", String.class).orElse("8090");
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, Integer.parseInt(port)));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("SKYV_BOX_PORT is a port, 0 to 65535, not '" + port + "'");
        } catch (IOException e) {
            return Optional.of("port " + port + " on " + host + " cannot be had (" + reason(e)
                    + "): stop what uses it, or choose another with SKYV_BOX_PORT and SKYV_BOX_HOST");
        }
    }

    /** In one line, what has stopped the start after all. */
    static String explain(Throwable fault) {
        Throwable root = fault;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            root = cause;
            if (cause instanceof NoBirthCertificateException) {
                break;
            }
            if (cause instanceof IOException e) {
                return "cannot start: " + reason(e) + "; see whether the disk is full or read-only, and the port free";
            }
        }
        return "cannot start: " + String.valueOf(root.getMessage()).strip().replaceAll("\\s*\\R\\s*", " / ");
    }

    /** The system's words; a file system's exception says the file's name alone where there are none. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? file.getClass().getSimpleName() + " " + file.getFile()
                : String.valueOf(e.getMessage());
    }
}
