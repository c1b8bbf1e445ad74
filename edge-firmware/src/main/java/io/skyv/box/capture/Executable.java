package io.skyv.box.capture;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The native executable that this program is, where it is one.
 *
 * @param file the executable itself; the libraries that it loads are beside it, in {@code lib}
 */
public record Executable(Path file) {
    /** Set by GraalVM in every native executable that runs (org.graalvm.nativeimage.ImageInfo). */
    private static final String KIND = "org.graalvm.nativeimage.imagecode";

    public Executable {
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException(file + " is not absolute");
        }
    }

    /** This process' own, or nothing in a Java machine. */
    public static Optional<Executable> ofThisProcess() {
        if (!"runtime".equals(System.getProperty(KIND))) {
            return Optional.empty();
        }
        return Optional.of(
                new Executable(Path.of(ProcessHandle.current().info().command().orElseThrow())));
    }

    /** Where FFmpeg's libraries are: shipped, not unpacked. */
    public Path libraries() {
        return file.resolveSibling("lib");
    }
}
