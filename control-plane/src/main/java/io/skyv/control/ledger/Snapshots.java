package io.skyv.control.ledger;

import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.Chain;
import io.skyv.control.journal.Recovery;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has snapshots made beside the writer, so that a start never has to do much again. It does again itself what came since
 * the last one, and so finds out early if that could not be done. It takes a quarter of one core, so that nobody who waits
 * for the writer notices, and more only while the writer does more than that keeps up with.
 */
final class Snapshots implements AutoCloseable {
    /** Operations after which there is a new snapshot: some seconds of a start. */
    static final long EACH_OPERATIONS = 1_000_000;

    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());

    private final BlockStore store;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean closed;
    /** Since the last snapshot was begun; only the ledger's thread writes it. */
    private volatile long operations;

    Snapshots(BlockStore store) {
        this.store = store;
    }

    /** @param chain what was just replayed */
    void begin(Chain chain) {
        operations = chain.operationsSinceSnapshot();
    }

    /** On the ledger's thread. */
    void kept(long entries, boolean writing) {
        long since = operations + entries;
        operations = since;
        if (writing && !closed && since >= EACH_OPERATIONS && busy.compareAndSet(false, true)) {
            operations = 0;
            Thread.ofPlatform().name("ledger-snapshot").daemon(true).start(this::make);
        }
    }

    private void make() {
        try {
            LowShare share = new LowShare(this::waitsForWork);
            long blocks = Recovery.makeSnapshot(store, () -> {
                if (closed) {
                    throw new CancellationException("the ledger has stopped");
                }
                share.breathe();
            });
            LOG.log(Level.INFO, "ledger: snapshot of block {0}", Long.toString(blocks));
        } catch (CancellationException e) {
            LOG.log(Level.DEBUG, "ledger: no snapshot is made any more: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "ledger: no snapshot could be made, later again: " + e.getMessage(), e);
        } finally {
            busy.set(false);
        }
    }

    /** A quarter of a core is not enough beside a writer that has much to do for long: then it takes a half, and all of one. */
    private int waitsForWork() {
        long meanwhile = operations;
        if (meanwhile < EACH_OPERATIONS / 2) {
            return 3;
        }
        return meanwhile < EACH_OPERATIONS ? 1 : 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
