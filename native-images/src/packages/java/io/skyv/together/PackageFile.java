package io.skyv.together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Debian package that the build has made. */
record PackageFile(Path path) {
    private static final Path BUILT = Path.of(System.getProperty("skyv.root"), "native-images", "target", "packages");
    private static final long SECONDS = 300;

    static Optional<PackageFile> of(String name, String architecture) {
        if (!Files.isDirectory(BUILT)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(BUILT)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(name + "_")
                                    && file.toString().endsWith("_" + architecture + ".deb"))
                    .toList();
            if (found.size() > 1) {
                throw new AssertionError("more than one version is there: " + found);
            }
            return found.stream().findFirst().map(PackageFile::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a field of its control file says. */
    String field(String field) throws IOException, InterruptedException {
        return Tool.start(work(), "dpkg-deb", "-f", path.toString(), field)
                .awaitSuccess(SECONDS)
                .strip();
    }

    /** The next version: the same program, and {@code line} at the end of each of {@code files}. */
    PackageFile next(List<String> files, String line) throws IOException, InterruptedException {
        Path tree = Files.createTempDirectory(work(), "next-");
        Tool.start(work(), "dpkg-deb", "-R", path.toString(), tree.toString()).awaitSuccess(SECONDS);
        Path control = tree.resolve("DEBIAN").resolve("control");
        Files.writeString(
                control, Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: " + nextVersion()));
        for (String file : files) {
            Files.writeString(tree.resolve(file.substring(1)), line + "\n", StandardOpenOption.APPEND);
        }
        Path next = work().resolve("next.deb");
        Tool.start(work(), "dpkg-deb", "-Znone", "-b", tree.toString(), next.toString())
                .awaitSuccess(SECONDS);
        return new PackageFile(next);
    }

    private String nextVersion() throws IOException, InterruptedException {
        return field("Version") + "+next";
    }

    void unpack(Path into) throws IOException, InterruptedException {
        Tool.start(work(), "dpkg-deb", "-x", path.toString(), into.toString()).awaitSuccess(SECONDS);
    }

    private static Path work() throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("skyv.work"), "packages"));
    }
}
