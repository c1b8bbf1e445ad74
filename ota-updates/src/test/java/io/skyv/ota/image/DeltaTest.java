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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** What a block is like is anywhere in it, and there is more of it than a dictionary holds. */
    @Test
    void shouldFindWhatMovedFarInALargeImage() throws Exception {
        byte[] old = random(Delta.DICTIONARY_BYTES + 2_000_000);
        byte[] next = new byte[old.length];
        int half = old.length / 2 + 12_345;
        System.arraycopy(old, half, next, 0, old.length - half);
        System.arraycopy(old, 0, next, old.length - half, half);
        byte[] delta = made(old, next);
        assertTrue(delta.length < 20_000, "seed " + SEED + ": " + delta.length + " bytes");
        assertArrayEquals(next, applied(old, delta));
    }

    @ParameterizedTest
    @CsvSource({
        "0001 0001, MISMATCH", // beyond the old image
        "0002 0000 0000, MALFORMED",
        "0021 0000, MALFORMED", // more than a dictionary holds
        "0001 0000 7fffffff, MALFORMED"
    })
    void shouldRefuseChunksThatCantBe(String block, Problem problem) throws Exception {
        byte[] head = Arrays.copyOf(made(random(1000), random(2000)), 8 + 32 + 8);
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        delta.write(head);
        delta.write(HexFormat.of().parseHex(block.replace(" ", "")));
        assertEquals(problem, refused(random(1000), delta.toByteArray()).problem());
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
