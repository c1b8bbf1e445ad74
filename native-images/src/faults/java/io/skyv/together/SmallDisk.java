package io.skyv.together;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes in memory, that can be filled to the last byte, and made read-only. */
final class SmallDisk implements AutoCloseable {
    private static final String BALLAST = "ballast";
    private static final int CHUNK_BYTES = 4096;

    private final Path where;

    private SmallDisk(Path where) {
        this.where = where;
    }

    /** Whether this machine lets us mount. */
    static boolean canBeHad() {
        return Shell.isRoot() && Shell.succeeds("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
    }

    /** What an earlier run may have left must be gone before anything is deleted below it. */
    static void unmount(Path where) {
        while (Shell.succeeds("umount", where.toString())) {
            // It may be mounted more than once.
        }
    }

    /** @param where a directory, made if it is not there */
    static SmallDisk mount(Path where, int megabytes) {
        try {
            Files.createDirectories(where);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=0700", "skyv-test", where.toString());
        return new SmallDisk(where);
    }

    /** Not one more byte fits afterwards. */
    void fill() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream out = Files.newOutputStream(where.resolve(BALLAST))) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void makeSpace() {
        try {
            Files.deleteIfExists(where.resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void readOnly() {
        Shell.run("mount", "-o", "remount,ro", where.toString());
    }

    void writable() {
        Shell.run("mount", "-o", "remount,rw", where.toString());
    }

    @Override
    public void close() {
        unmount(where);
    }
}
