package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;

/** Entries and bodies of blocks as a store brings them back. */
class EntryFuzzTest {
    @FuzzTest
    void shouldBeReadAsTheSameBytesOrRefused(byte[] bytes) {
        try {
            assertArrayEquals(bytes, Entry.decode(bytes).encode());
        } catch (MalformedException refused) {
            // as it must be
        }
        try {
            new BlockRow(new BlockHeader(1, 0, 1, Digest.ZERO, 1, Digest.ZERO), bytes).entries();
        } catch (MalformedException refused) {
            // as it must be
        }
    }
}
