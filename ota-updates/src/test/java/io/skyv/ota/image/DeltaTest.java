package io.skyv.ota.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTest {
    private static final int SEED = 20261121;
    private static final long MAX = 64L << 20;

    @TempDir
    Path directory;

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    private byte[] made(byte[] old, byte[] next) throws Exception {
        Path delta = directory.resolve("delta");
        Delta.make(file("old", old), file("next", next), delta, Progress.NOBODY);
        return Files.readAllBytes(delta);
    }

    private byte[] applied(byte[] old, byte[] delta) throws Exception {
        ByteArrayOutputStream next = new ByteArrayOutputStream();
        byte[] hash = Delta.apply(file("old", old), new ByteArrayInputStream(delta), next, MAX);
        assertEquals(Digests.hex("sha256", next.toByteArray()), HexFormat.of().formatHex(hash));
        return next.toByteArray();
    }

    @Test
    void shouldMakeASmallDeltaOfAnImageThatChangedALittle() throws Exception {
        // over several blocks, with a piece put in, so that nothing stays in its place
        byte[] old = random(Delta.BLOCK_BYTES + 3_000_000);
        byte[] next = new byte[old.length + 1000];
        byte[] added = random(1000);
        System.arraycopy(old, 0, next, 0, 1_000_000);
        System.arraycopy(added, 0, next, 1_000_000, 1000);
        System.arraycopy(old, 1_000_000, next, 1_001_000, old.length - 1_000_000);
        byte[] delta = made(old, next);
        assertTrue(delta.length < 10_000, "seed " + SEED + ": " + delta.length + " bytes");
        assertArrayEquals(next, applied(old, delta));
    }

    @Test
    void shouldMakeDeltasFromAndToAnything() throws Exception {
        byte[][] images = {{}, {1}, random(100_000), new byte[200_000], {0x37, (byte) 0xa4, 0x30, (byte) 0xec, 1, 2, 3}
        };
        for (byte[] old : images) {
            for (byte[] next : images) {
                assertArrayEquals(next, applied(old, made(old, next)));
            }
        }
    }

    @Test
    void shouldRefuseADeltaForAnotherImage() throws Exception {
        byte[] old = random(100_000);
        byte[] next = old.clone();
        next[50_000] ^= 1;
        byte[] delta = made(old, next);
        byte[] other = old.clone();
        other[70_000] ^= 1;
        assertEquals(Problem.MISMATCH, refused(other, delta).problem());
    }

    @Test
    void shouldRefuseADeltaThatIsCutOffAnywhere() throws Exception {
        byte[] old = random(1000);
        byte[] delta = made(old, random(2000));
        for (int length = 0; length < delta.length; length += 7) {
            assertEquals(
                    Problem.MALFORMED,
                    refused(old, Arrays.copyOf(delta, length)).problem(),
                    "at " + length);
        }
    }

    @Test
    void shouldRefuseADeltaOfWhichAnyByteWasChanged() throws Exception {
        byte[] old = random(500);
        byte[] next = Arrays.copyOf(old, 600);
        byte[] delta = made(old, next);
        for (int at = 0; at < delta.length; at++) {
            byte[] changed = delta.clone();
            changed[at] ^= 1;
            try {
                assertArrayEquals(next, applied(old, changed), "at " + at); // bits that zstd does not look at
            } catch (UpdateException refused) {
                // as it must be
            }
        }
    }

    @Test
    void shouldRefuseADeltaThatWouldGrowBeyondItsBound() throws Exception {
        byte[] delta = made(new byte[10], new byte[5000]);
        Path old = directory.resolve("old");
        UpdateException refused = assertThrows(
                UpdateException.class,
                () -> Delta.apply(old, new ByteArrayInputStream(delta), new ByteArrayOutputStream(), 4999));
        assertEquals(Problem.TOO_LONG, refused.problem());
        assertFalse(refused.getMessage().isEmpty());
    }

    private UpdateException refused(byte[] old, byte[] delta) {
        return assertThrows(UpdateException.class, () -> applied(old, delta));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED + length).nextBytes(bytes);
        return bytes;
    }
}
