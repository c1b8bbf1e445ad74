package io.skyv.control.ledger;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** Lets a thread work a part of the time only: called often, it waits so many times as long as was worked since it last did. */
final class LowShare {
    private static final long WORK_NANOS = 2_000_000;
    private static final long MAX_WAIT_NANOS = 100_000_000;

    private final IntSupplier waitsForWork;
    private long since = System.nanoTime();

    /** @param waitsForWork 3 for a quarter of the time, 0 for all of it; asked each time */
    LowShare(IntSupplier waitsForWork) {
        this.waitsForWork = waitsForWork;
    }

    void breathe() {
        long worked = System.nanoTime() - since;
        if (worked >= WORK_NANOS) {
            LockSupport.parkNanos(Math.min(waitsForWork.getAsInt() * worked, MAX_WAIT_NANOS));
            since = System.nanoTime();
        }
    }
}
