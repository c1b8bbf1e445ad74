package io.skyv.box.capture.child;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Anchors epochs on the wall clock such that none begins before the one before it ends. */
final class EpochClock {
    private long endMicros;

    /** Microseconds since 1970. */
    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** When an epoch begins whose first picture is of {@code wallMicros}. */
    long anchor(long wallMicros) {
        return Math.max(wallMicros, endMicros);
    }

    void ended(long atMicros) {
        endMicros = Math.max(endMicros, atMicros);
    }
}
