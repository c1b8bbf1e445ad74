package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Refusal;
import io.skyv.control.journal.BlockStore.Appended;
import io.skyv.proto.sign.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of blocks must do. Each test begins with an empty one. */
public abstract class BlockStoreContractTest {
    protected abstract BlockStore store();

    @Test
    void shouldGiveBackWhatItWasGivenInOrderAndNotMoreThanAskedFor() {
        long lease = take();
        List<BlockRow> rows = List.of(row(1, lease, "a"), row(2, lease, "b"), row(3, lease, "c"));
        rows.forEach(row -> assertEquals(Appended.KEPT, store().append(row)));
        same(rows.subList(0, 2), store().readAfter(0, 2));
        same(rows.subList(1, 3), store().readAfter(1, 10));
        same(List.of(), store().readAfter(3, 10));
    }

    @Test
    void shouldSayThatABlockIsKeptHoweverOftenItIsAppended() {
        long lease = take();
        BlockRow row = row(1, lease, "a");
        assertEquals(Appended.KEPT, store().append(row));
        assertEquals(Appended.KEPT, store().append(row));
        take();
        assertEquals(Appended.KEPT, store().append(row), "and also when the lease is another's");
        same(List.of(row), store().readAfter(0, 10));
    }

    @Test
    void shouldTakeNoBlockOfAnOldLease() {
        long old = take();
        long now = take();
        assertEquals(Appended.LEASE_LOST, store().append(row(1, old, "a")));
        assertEquals(Appended.LEASE_LOST, store().append(row(1, now + 1, "a")), "nor of one to come");
        assertEquals(Appended.KEPT, store().append(row(1, now, "b")));
        assertEquals(1, store().readAfter(0, 10).size());
    }

    @Test
    void shouldTakeNoOtherBlockOfTheSameNumberAndLeaveNoneOut() {
        long lease = take();
        BlockRow row = row(1, lease, "a");
        store().append(row);
        assertEquals(Appended.LEASE_LOST, store().append(row(1, lease, "b")));
        assertEquals(Appended.LEASE_LOST, store().append(row(3, lease, "c")));
        same(List.of(row), store().readAfter(0, 10));
    }

    @Test
    void shouldGiveTheLeaseToOne() {
        long seen = store().lease().generation();
        assertEquals(Optional.of(seen + 1), store().take(seen));
        assertEquals(Optional.empty(), store().take(seen));
        assertEquals(seen + 1, store().lease().generation());
    }

    @Test
    void shouldHearItsHolderAndNobodyElse() {
        assertTrue(store().lease().silentMillis() > Standby.SILENCE_MILLIS, "nobody was ever heard");
        long lease = take();
        assertTrue(store().lease().silentMillis() < Standby.SILENCE_MILLIS);
        store().release(lease);
        assertTrue(store().lease().silentMillis() > Standby.SILENCE_MILLIS, "who gives it up is silent at once");
        assertTrue(store().renew(lease));
        assertTrue(store().lease().silentMillis() < Standby.SILENCE_MILLIS);
        store().release(lease);
        store().append(row(1, lease, "a"));
        assertTrue(store().lease().silentMillis() < Standby.SILENCE_MILLIS, "an append is heard too");
        long next = take();
        assertFalse(store().renew(lease));
        store().release(lease);
        assertTrue(store().lease().silentMillis() < Standby.SILENCE_MILLIS, "it is not the old one's to give up");
        assertTrue(store().renew(next));
    }

    @Test
    void shouldGiveTheNewestSnapshotBackThatIsNotTooNew() {
        assertEquals(Optional.empty(), store().newestSnapshot(Long.MAX_VALUE));
        store().keep(new BlockStore.Snapshot(10, List.of(new byte[] {1}, new byte[] {2, 3})));
        store().keep(new BlockStore.Snapshot(20, chunks(70)));
        sameSnapshot(20, chunks(70), Long.MAX_VALUE);
        sameSnapshot(20, chunks(70), 20);
        sameSnapshot(10, List.of(new byte[] {1}, new byte[] {2, 3}), 19);
        assertEquals(Optional.empty(), store().newestSnapshot(9));
        store().keep(new BlockStore.Snapshot(20, chunks(2)));
        sameSnapshot(20, chunks(2), 20);
        sameSnapshot(10, List.of(new byte[] {1}, new byte[] {2, 3}), 10);
    }

    @Test
    void shouldKeepNoMoreSnapshotsThanItNeeds() {
        for (int i = 1; i <= BlockStore.MAX_SNAPSHOTS + 1; i++) {
            store().keep(new BlockStore.Snapshot(i, chunks(1)));
        }
        assertEquals(Optional.empty(), store().newestSnapshot(1));
        sameSnapshot(2, chunks(1), 2);
    }

    private long take() {
        return store().take(store().lease().generation()).orElseThrow();
    }

    private static List<byte[]> chunks(int count) {
        return IntStream.range(0, count).mapToObj(i -> new byte[] {(byte) i, 7}).toList();
    }

    private void sameSnapshot(long blocks, List<byte[]> chunks, long upTo) {
        BlockStore.Snapshot snapshot = store().newestSnapshot(upTo).orElseThrow();
        assertEquals(blocks, snapshot.blocks());
        assertEquals(chunks.size(), snapshot.chunks().size());
        for (int i = 0; i < chunks.size(); i++) {
            assertArrayEquals(chunks.get(i), snapshot.chunks().get(i));
        }
    }

    private static BlockRow row(long number, long lease, String grant) {
        return BlockRow.seal(
                number,
                number * 1_000,
                lease,
                Digest.sha256(grant.getBytes(StandardCharsets.UTF_8)),
                List.of(new Entry(
                                new OperationId(0, number),
                                new Operation.CloseGrant(grant),
                                new Outcome.Refused(Refusal.UNKNOWN_GRANT))
                        .encode()));
    }

    private static void same(List<BlockRow> expected, List<BlockRow> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).header(), actual.get(i).header());
            assertArrayEquals(expected.get(i).body(), actual.get(i).body());
        }
    }
}
