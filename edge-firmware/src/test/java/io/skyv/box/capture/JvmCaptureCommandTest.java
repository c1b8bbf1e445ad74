package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmCaptureCommandTest {
    @TempDir
    Path directory;

    @Test
    void shouldUseTheClassPathAsItIs() {
        assertEquals("a.jar:b.jar", JvmCaptureCommand.childClassPath("a.jar:b.jar"));
    }

    @Test
    void shouldNameTheJarsOfThePackagedBox() throws IOException {
        Path libraries = Files.createDirectories(directory.resolve("lib/main"));
        Files.createFile(libraries.resolve("org.bytedeco.ffmpeg-8.0.1-1.5.13.jar"));
        Files.createFile(libraries.resolve("io.netty.netty-common-4.1.jar"));
        assertEquals(
                directory + "/app/*:" + libraries + "/org.bytedeco.ffmpeg-8.0.1-1.5.13.jar",
                JvmCaptureCommand.childClassPath(
                        directory.resolve("quarkus-run.jar").toString()));
    }

    @Test
    void shouldKeepTheSourceOffTheCommandLine() {
        List<String> words =
                JvmCaptureCommand.ofThisProcess(directory).words(CaptureSettings.DEFAULT.withPicture(640, 360, 25));
        assertTrue(words.contains(CaptureCommand.SOURCE_FROM_INPUT));
        assertTrue(words.containsAll(List.of("640", "360", "25")));
        assertTrue(words.contains("-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("javacpp")));
        assertFalse(words.getFirst().isEmpty());
    }
}
