package io.skyv.control.ledger;

import java.util.concurrent.locks.LockSupport;

/** Lets a thread work a quarter of the time: called often, it waits thrice as long as was worked since it last did. */
final class LowShare {
    private static final long WORK_NANOS = 2_000_000;
    private static final long MAX_WAIT_NANOS = 100_000_000;
    private static final int WAITS_FOR_WORK = 3;

    private long since = System.nanoTime();

    void breathe() {
        long worked = System.nanoTime() - since;
        if (worked >= WORK_NANOS) {
            LockSupport.parkNanos(Math.min(WAITS_FOR_WORK * worked, MAX_WAIT_NANOS));
            since = System.nanoTime();
        }
    }
}
