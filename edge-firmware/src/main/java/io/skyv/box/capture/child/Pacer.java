package io.skyv.box.capture.child;

import java.util.concurrent.locks.LockSupport;

/** Lets time pass as a timeline does. */
final class Pacer {
    /** A machine that slept or stood still for longer does not catch up, it begins anew. */
    static final long LONGEST_LAG_MICROS = 3_000_000;

    private final long originNanos = System.nanoTime();

    /** Waits until {@code micros} after the pacer was made. */
    void awaitMicros(long micros) {
        for (long left = leftNanos(micros); left > 0; left = leftNanos(micros)) {
            LockSupport.parkNanos(left);
        }
    }

    /** How late it is for what was due at {@code micros}; negative if early. */
    long lagMicros(long micros) {
        return -leftNanos(micros) / 1000;
    }

    private long leftNanos(long micros) {
        return originNanos + micros * 1000 - System.nanoTime();
    }
}
