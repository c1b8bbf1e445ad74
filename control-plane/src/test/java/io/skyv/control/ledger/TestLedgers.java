package io.skyv.control.ledger;

import io.skyv.control.genesis.GenesisFile;
import io.skyv.control.genesis.MalformedGenesisException;
import java.time.Instant;
import java.time.InstantSource;

/** A ledger that runs, over a store in memory, for tests of what stands on it. */
public final class TestLedgers implements AutoCloseable {
    private final SharedStore store = new SharedStore();
    private final RunningLedger ledger;
    private volatile Instant now;

    /** @param now until {@link #setTime} says otherwise */
    public TestLedgers(Instant now) {
        this.now = now;
        InstantSource clock = () -> this.now;
        try {
            this.ledger = new RunningLedger(
                    store, clock, Runnable::run, GenesisFile.read("demo").requests());
        } catch (MalformedGenesisException e) {
            throw new AssertionError(e);
        }
    }

    /** Begun as the demo is. */
    public LedgerPort start() {
        try {
            ledger.start();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return ledger;
    }

    public void setTime(Instant time) {
        now = time;
    }

    /** Waits until the ledger has noticed. */
    public void goAway() {
        store.goAway(true);
        while (ledger.role() != LedgerPort.Role.STORE_AWAY) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
