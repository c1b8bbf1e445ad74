package io.skyv.ota.command;

import io.skyv.ota.disk.Directory;
import io.skyv.ota.disk.Trees;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where one release at a time is made. What one that was killed left there goes when the next one begins. */
final class MakingPlace implements Closeable {
    static final String NAME = ".making";
    private static final String FILES = "files";

    private final Path files;
    private final Directory.Lock alone;

    private MakingPlace(Path files, Directory.Lock alone) {
        this.files = files;
        this.alone = alone;
    }

    /** @throws IOException if another process makes a release there */
    static MakingPlace in(Path releases) throws IOException {
        Path directory = releases.resolve(NAME);
        Directory.Lock alone = Directory.at(directory).lock();
        try {
            Path files = directory.resolve(FILES);
            Trees.delete(files);
            return new MakingPlace(Files.createDirectory(files), alone);
        } catch (IOException e) {
            alone.close();
            throw e;
        }
    }

    /** Empty at first. */
    Path files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        try (alone) {
            Trees.delete(files);
        }
    }
}
