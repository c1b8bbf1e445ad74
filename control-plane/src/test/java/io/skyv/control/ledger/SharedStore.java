package io.skyv.control.ledger;

import io.skyv.control.journal.BlockRow;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.FakeBlockStore;
import io.skyv.control.journal.StoreUnavailableException;
import java.util.List;
import java.util.Optional;

/** A store in memory for several threads, with the clock of the machine, that can be away. */
final class SharedStore implements BlockStore {
    final FakeBlockStore store = new FakeBlockStore();
    private long passedNanos = System.nanoTime();
    private boolean away;

    synchronized void goAway(boolean gone) {
        away = gone;
    }

    synchronized List<BlockRow> rows() {
        return store.rows();
    }

    private FakeBlockStore now() {
        if (away) {
            throw new StoreUnavailableException("it is away");
        }
        long millis = (System.nanoTime() - passedNanos) / 1_000_000;
        passedNanos += millis * 1_000_000;
        store.pass(millis);
        return store;
    }

    @Override
    public synchronized Appended append(BlockRow row) {
        return now().append(row);
    }

    @Override
    public synchronized List<BlockRow> readAfter(long number, int limit) {
        return now().readAfter(number, limit);
    }

    @Override
    public synchronized Lease lease() {
        return now().lease();
    }

    @Override
    public synchronized boolean renew(long generation) {
        return now().renew(generation);
    }

    @Override
    public synchronized void release(long generation) {
        now().release(generation);
    }

    @Override
    public synchronized Optional<Long> take(long generation) {
        return now().take(generation);
    }

    @Override
    public synchronized void keep(Snapshot snapshot) {
        now().keep(snapshot);
    }

    @Override
    public synchronized Optional<Snapshot> newestSnapshot(long blocks) {
        return now().newestSnapshot(blocks);
    }
}
