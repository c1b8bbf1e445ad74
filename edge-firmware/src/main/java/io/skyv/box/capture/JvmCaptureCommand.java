package io.skyv.box.capture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java machine of its own, small, with the box's class path.
 *
 * @param java the program
 * @param classPath where the child's classes and the media libraries are
 * @param libraryCache directory that the media libraries are unpacked to, at the first start
 */
public record JvmCaptureCommand(Path java, String classPath, Path libraryCache) implements CaptureCommand {
    /** Parts are at most some megabytes; packets and pictures are outside the heap. At 720p the whole process has 95 MB. */
    private static final String HEAP = "-Xmx96m";

    private static final String MAIN = "io.skyv.box.capture.child.CaptureMain";
    private static final String PACKAGED = "quarkus-run.jar";

    /**
     * The command for the Java machine that runs now.
     *
     * @param dataDirectory the box's; the libraries' cache goes in it
     */
    public static JvmCaptureCommand ofThisProcess(Path dataDirectory) {
        return new JvmCaptureCommand(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                childClassPath(System.getProperty("java.class.path")),
                dataDirectory.resolve("javacpp").toAbsolutePath());
    }

    @Override
    public List<String> words(CaptureSettings settings) {
        List<String> words = new ArrayList<>(List.of(
                java.toString(),
                HEAP,
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.bytedeco.javacpp.cachedir=" + libraryCache));
        words.addAll(MediaMemory.FREED_BY_HAND);
        words.addAll(List.of("-cp", classPath, MAIN, SOURCE_FROM_INPUT));
        words.addAll(settings.toArguments());
        return List.copyOf(words);
    }

    /** Quarkus' package has its own class loader, which a plain main class knows nothing of: its jars are named instead. */
    static String childClassPath(String classPath) {
        if (!classPath.endsWith(PACKAGED)) {
            return classPath;
        }
        Path directory = Path.of(classPath).toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException(classPath + " is in no directory");
        }
        Path libraries = directory.resolve("lib").resolve("main");
        return directory.resolve("app") + File.separator + "*" + File.pathSeparator + mediaLibraries(libraries);
    }

    /** Only what the child needs: to look for a class through the box's two hundred jars takes a second on a small one. */
    private static String mediaLibraries(Path libraries) {
        if (!Files.isDirectory(libraries)) {
            return libraries + File.separator + "*";
        }
        try (Stream<Path> jars = Files.list(libraries)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("org.bytedeco."))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the box's own libraries", e);
        }
    }
}
