package io.skyv.ota.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullImageTest {
    private static final byte[] IMAGE = "firmware ".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private byte[] compressed() throws Exception {
        Path into = directory.resolve("image.zst");
        FullImage.compress(Files.write(directory.resolve("image"), IMAGE), into, Progress.NOBODY);
        return Files.readAllBytes(into);
    }

    @Test
    void shouldExpandToTheImageAndTellItsHash() throws Exception {
        byte[] compressed = compressed();
        assertTrue(compressed.length < IMAGE.length / 100);
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        byte[] hash = FullImage.expand(new ByteArrayInputStream(compressed), image, IMAGE.length);
        assertArrayEquals(IMAGE, image.toByteArray());
        assertEquals(Digests.hex("sha256", IMAGE), HexFormat.of().formatHex(hash));
    }

    @Test
    void shouldRefuseWhatGrowsBeyondItsBound() throws Exception {
        assertEquals(Problem.TOO_LONG, refused(compressed(), IMAGE.length - 1).problem());
    }

    @Test
    void shouldRefuseWhatIsCutOffOrNoZstd() throws Exception {
        byte[] compressed = compressed();
        assertEquals(
                Problem.MALFORMED,
                refused(Arrays.copyOf(compressed, compressed.length - 1), IMAGE.length)
                        .problem());
        assertEquals(Problem.MALFORMED, refused(IMAGE, IMAGE.length).problem());
    }

    /** A frame header may ask for a window of gigabytes. */
    @Test
    void shouldRefuseAWindowThatASmallBoxHasNotGot() {
        byte[] hugeWindow = HexFormat.of().parseHex("28b52ffd0098010000");
        assertEquals(Problem.MALFORMED, refused(hugeWindow, 100).problem());
    }

    private static UpdateException refused(byte[] compressed, long maxBytes) {
        return assertThrows(
                UpdateException.class,
                () -> FullImage.expand(new ByteArrayInputStream(compressed), new ByteArrayOutputStream(), maxBytes));
    }
}
