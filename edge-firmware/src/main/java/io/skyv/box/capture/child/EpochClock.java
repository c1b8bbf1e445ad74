package io.skyv.box.capture.child;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Anchors epochs on the wall clock such that none begins before the one before it ends. Everything is measured in steady
 * time, which began as the wall clock's and is not set by anybody; so a wall clock that is set tears no epoch apart.
 */
final class EpochClock {
    /** When the wall clock is set ahead by more, a new epoch takes it over; set back, the stream's times wait for it. */
    static final long MOST_STEP_MICROS = 1_500_000;

    private static final long ORIGIN_NANOS = System.nanoTime();
    private static final long ORIGIN_MICROS = wallMicros();

    private final LongSupplier aheadMicros;
    private long takenMicros;
    private long endMicros;

    EpochClock() {
        this(() -> wallMicros() - nowMicros());
    }

    /** @param aheadMicros how far the wall clock is ahead of steady time now */
    EpochClock(LongSupplier aheadMicros) {
        this.aheadMicros = aheadMicros;
    }

    /** Steady time: microseconds since 1970 as the wall clock had them when this process began. */
    static long nowMicros() {
        return ORIGIN_MICROS + (System.nanoTime() - ORIGIN_NANOS) / 1000;
    }

    private static long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** When, by the wall clock, an epoch begins whose first picture is of {@code steadyMicros}. */
    long anchor(long steadyMicros) {
        takenMicros = aheadMicros.getAsLong();
        return Math.max(steadyMicros + takenMicros, endMicros);
    }

    /** Whether the wall clock was set ahead since the last {@link #anchor}. */
    boolean wasSetAhead() {
        return aheadMicros.getAsLong() - takenMicros > MOST_STEP_MICROS;
    }

    void ended(long atMicros) {
        endMicros = Math.max(endMicros, atMicros);
    }
}
