package io.skyv.control.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL server that left its {@code postmaster.pid} in a data directory. */
record Postmaster(long pid) {
    private static final long POLL_MILLIS = 20;

    static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** What the file says, whether it is true or not. */
    static Optional<Postmaster> read(Path data) throws IOException {
        if (!Files.exists(pidFile(data))) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile(data));
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip())));
        } catch (NumberFormatException | NoSuchFileException e) {
            return Optional.empty(); // not written yet, or gone by now
        }
    }

    /** As {@link #read}, but a file without a number is waited for: a server that starts writes it there. */
    static Optional<Postmaster> readWhole(Path data, long waitMillis) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        Optional<Postmaster> postmaster = read(data);
        while (postmaster.isEmpty() && Files.exists(pidFile(data)) && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
            postmaster = read(data);
        }
        return postmaster;
    }

    /** Whether the number is now that of another living process. */
    boolean isSomebodyElse() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
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
