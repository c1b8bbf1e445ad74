package io.skyv.together;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * User-mode Linux 6.1 stops at once on processors with AMX, whose registers are more than it knows of. A few lines of C, loaded
 * before the C library, help it ({@code src/test/c/registers.c}).
 */
final class WideRegisters {
    private static final Path SOURCE =
            Path.of(System.getProperty("skyv.root"), "native-images", "src", "test", "c", "registers.c");

    private WideRegisters() {}

    static boolean here() throws IOException {
        return Files.readString(Path.of("/proc/cpuinfo")).contains(" amx_tile");
    }

    /**
     * Writes a program that runs the kernel with them.
     *
     * @param directory where it goes
     * @return nothing if there is no C compiler, or run.sh has not unpacked its kernel yet
     */
    static Optional<Path> kernel(Path directory) throws IOException {
        Path library = directory.resolve("registers.so");
        Optional<Path> kernel = unpacked();
        if (kernel.isEmpty()
                || !Shell.succeeds("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), SOURCE.toString())) {
            return Optional.empty();
        }
        Path program = Files.writeString(
                directory.resolve("kernel"),
                "#!/bin/sh\nLD_PRELOAD='" + library + "' exec '" + kernel.get() + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Optional.of(program);
    }

    /** Where run.sh keeps it. */
    private static Optional<Path> unpacked() throws IOException {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        Path directory = Path.of(cache, "skyv");
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> kernels = Files.newDirectoryStream(directory, "linux-hil-*[0-9]")) {
            for (Path kernel : kernels) {
                return Optional.of(kernel);
            }
        }
        return Optional.empty();
    }
}
