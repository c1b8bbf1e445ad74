package io.skyv.control.ledger;

import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.Chain;
import io.skyv.control.journal.Recovery;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has snapshots made beside the writer, so that a start never has to do much again. It does again itself what came since
 * the last one, and so finds out early if that could not be done. It takes a quarter of one core at most, so that nobody who
 * waits for the writer notices.
 */
final class Snapshots implements AutoCloseable {
    /** Operations after which there is a new snapshot: about two seconds of a start. */
    static final long EACH_OPERATIONS = 1_000_000;

    private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());

    private final BlockStore store;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean closed;
    private long operations;

    Snapshots(BlockStore store) {
        this.store = store;
    }

    /** @param chain what was just replayed */
    void begin(Chain chain) {
        operations = chain.operationsSinceSnapshot();
    }

    /** On the ledger's thread. */
    void kept(long entries, boolean writing) {
        operations += entries;
        if (writing && !closed && operations >= EACH_OPERATIONS && busy.compareAndSet(false, true)) {
            operations = 0;
            Thread.ofPlatform().name("ledger-snapshot").daemon(true).start(this::make);
        }
    }

    private void make() {
        try {
            LowShare share = new LowShare();
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

    @Override
    public void close() {
        closed = true;
    }
}
