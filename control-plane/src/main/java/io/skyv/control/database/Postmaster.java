package io.skyv.control.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL server that left its {@code postmaster.pid} in a data directory. */
record Postmaster(long pid) {
    static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** What the file says, whether it is true or not. */
    static Optional<Postmaster> read(Path data) throws IOException {
        if (!Files.exists(pidFile(data))) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile(data));
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether that process lives and is the server of {@code data}: a server works in its data directory. After a
     * restart of the machine the number may be anybody's.
     */
    boolean serves(Path data) {
        Path workingDirectory = Path.of("/proc", Long.toString(pid), "cwd");
        try {
            return Files.exists(workingDirectory) && Files.isSameFile(workingDirectory, data);
        } catch (IOException e) {
            return false;
        }
    }
}
