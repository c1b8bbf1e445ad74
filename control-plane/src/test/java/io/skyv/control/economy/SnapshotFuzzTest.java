package io.skyv.control.economy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Snapshots as a store brings them back: the first byte says which record of a good one is replaced by the others. */
class SnapshotFuzzTest {
    private static final List<byte[]> SETTLED = EconomyPropertyTest.snapshot(LedgerEncodingTest.settled());

    @FuzzTest
    void shouldBeReadAsASnapshotOrRefused(byte[] bytes) {
        List<byte[]> records = new ArrayList<>(SETTLED);
        if (bytes.length > 0) {
            records.set((bytes[0] & 0xff) % records.size(), Arrays.copyOfRange(bytes, 1, bytes.length));
        }
        try {
            Economy economy = Economy.readSnapshot(records.iterator());
            economy.apply(new Operation.Transfer("alice", "bob", 1));
        } catch (MalformedException refused) {
            // as it must be
        }
    }
}
