package io.skyv.control.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The control plane's own directory. One control plane at a time; the lock goes with the process. */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "control-plane.lock";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes the directory (mode 0700) if it is not there, and takes it. */
    public static DataDirectory take(Path wanted) throws CannotStartException {
        Path path = wanted.toAbsolutePath().normalize();
        try {
            createPrivate(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CannotStartException("Another control plane is running on " + path
                        + ". Stop it, or give this one its own directory with SKYV_DATA.");
            }
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new CannotStartException(
                    "The data directory " + path + " cannot be used: " + e + ". Give another one with SKYV_DATA.", e);
        }
    }

    static void createPrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
