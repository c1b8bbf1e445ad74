package io.skyv.ota.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.ota.UpdateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deltas and images whose bytes were not what was signed: applied, or refused, and never beyond their bound. */
class ImageFuzzTest {
    private static final int MAX_BYTES = 1 << 20;
    private static final Path OLD =
            Path.of("target", "fuzzed-" + ProcessHandle.current().pid() + ".image");

    @FuzzTest
    void shouldApplyADeltaOrAnImageOrSayThatItIsNone(byte[] bytes) throws IOException {
        Files.write(OLD, new byte[] {1, 2, 3, 4});
        try {
            tryOut(next -> Delta.apply(OLD, new ByteArrayInputStream(bytes), next, MAX_BYTES));
            tryOut(next -> FullImage.expand(new ByteArrayInputStream(bytes), next, MAX_BYTES));
        } finally {
            Files.deleteIfExists(OLD);
        }
    }

    private interface Reading {
        byte[] into(OutputStream next) throws IOException, UpdateException;
    }

    private static void tryOut(Reading reading) throws IOException {
        Counting next = new Counting();
        try {
            reading.into(next);
        } catch (UpdateException refused) {
            // as it must be
        }
        if (next.count > MAX_BYTES) {
            throw new AssertionError("beyond its bound: " + next.count);
        }
    }

    private static final class Counting extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            count += length;
        }
    }
}
