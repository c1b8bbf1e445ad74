package io.skyv.box.meter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** A receipt file that a crash, a bad disk or somebody's hand has left. */
class ReceiptFileFuzzTest {
    private static final Path FILE =
            Path.of("target", "fuzzed-" + ProcessHandle.current().pid() + ".log");
    private static final byte[] WHOLE =
            new MeterRecord.Closed(new TestGrants().grant().grant().id()).encode();

    @FuzzTest
    void shouldKeepEachWholeRecordBeforeTheDamageAndGoOn(byte[] damage) throws IOException {
        record(damage);
        ByteBuffer framed = ByteBuffer.allocate(2 * (8 + WHOLE.length) + damage.length);
        framed.put(frame(WHOLE)).put(frame(WHOLE)).put(damage);
        Files.write(FILE, framed.array());
        try {
            List<byte[]> first = replay(WHOLE);
            assertTrue(first.size() >= 2, "lost what was whole");
            assertTrue(first.stream().allMatch(record -> record.length > 0), "nothing is no record");
            assertArrayEquals(WHOLE, first.get(0));
            assertArrayEquals(WHOLE, first.get(1));
            List<byte[]> second = replay(WHOLE);
            assertEquals(first.size() + 1, second.size(), "what was appended behind the damage is there");
            assertArrayEquals(WHOLE, second.getLast());
        } finally {
            Files.deleteIfExists(FILE);
        }
    }

    /** Replays the file, and appends {@code next} to it. */
    private static List<byte[]> replay(byte[] next) throws IOException {
        List<byte[]> replayed = new ArrayList<>();
        try (WriteAheadFile file = new WriteAheadFile(FILE, replayed::add, List::of)) {
            file.append(List.of(next), () -> {}).toCompletableFuture().join();
        }
        return replayed;
    }

    private static void record(byte[] bytes) {
        try {
            assertArrayEquals(bytes, MeterRecord.decode(bytes).encode());
        } catch (MalformedException refused) {
            // as it must be
        }
    }

    private static byte[] frame(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        byte[] framed = Arrays.copyOf(
                ByteBuffer.allocate(8)
                        .putInt(payload.length)
                        .putInt((int) crc.getValue())
                        .array(),
                8 + payload.length);
        System.arraycopy(payload, 0, framed, 8, payload.length);
        return framed;
    }
}
