package io.skyv.together;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An ext4 file system of some megabytes in a file, mounted with {@code errors=remount-ro} as boxes have it. When it fails, the
 * kernel makes it read-only under those who have files open; it can be written again only after it was checked.
 */
final class WornDisk implements AutoCloseable {
    private static final long BYTES = 16L << 20;

    private final Path image;
    private final Path where;

    private WornDisk(Path image, Path where) {
        this.image = image;
        this.where = where;
    }

    /** Whether this machine lets us make one, and lets it fail. */
    static boolean canBeHad(Path directory) {
        if (!Shell.isRoot()) {
            return false;
        }
        Path image = directory.resolve("probe.ext4");
        Path where = directory.resolve("probe");
        try (WornDisk probe = mount(image, where)) {
            return Files.isWritable(probe.trigger());
        } catch (AssertionError noLoopNoExt4) {
            return false;
        }
    }

    /** @param where a directory, made if it is not there */
    static WornDisk mount(Path image, Path where) {
        try {
            Files.createDirectories(where);
            Files.deleteIfExists(image);
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("mkfs.ext4", "-q", image.toString());
        WornDisk disk = new WornDisk(image, where);
        disk.mount();
        return disk;
    }

    /** The kernel finds an error, and nothing can be written any more. */
    void fail() {
        try {
            Files.writeString(trigger(), "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As whoever looks after the machine does, while nobody uses it. */
    void repair() {
        Shell.run("umount", where.toString());
        Shell.succeeds("e2fsck", "-p", image.toString()); // its status says that there was something to mend
        Shell.run("e2fsck", "-n", image.toString());
        mount();
    }

    private void mount() {
        Shell.run("mount", "-o", "loop,errors=remount-ro", image.toString(), where.toString());
    }

    /** What the kernel has for tests of what we test. */
    private Path trigger() {
        try {
            String device = Shell.output(List.of("findmnt", "-no", "SOURCE", where.toString()));
            return Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        SmallDisk.unmount(where);
    }
}
