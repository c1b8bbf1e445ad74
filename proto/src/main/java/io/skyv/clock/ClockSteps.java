package io.skyv.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that somebody sets this machine's clock, or that the machine slept: the clock moves then otherwise than the time
 * that passes. To be asked each second or so, by one thread.
 */
final class ClockSteps {
    /** What a time server corrects little by little is less between two looks. */
    private static final Duration NOTICEABLE = Duration.ofSeconds(2);

    private final InstantSource wall;
    private final LongSupplier ticks;
    private long differenceNanos;

    /** @param ticks nanoseconds that pass evenly, from any beginning */
    ClockSteps(InstantSource wall, LongSupplier ticks) {
        this.wall = wall;
        this.ticks = ticks;
        this.differenceNanos = differenceNanos();
    }

    /** How far the clock was set since the last look: ahead, or back where negative; empty where it was not. */
    Optional<Duration> since() {
        long now = differenceNanos();
        Duration step = Duration.ofNanos(now - differenceNanos);
        differenceNanos = now;
        return step.abs().compareTo(NOTICEABLE) < 0 ? Optional.empty() : Optional.of(step);
    }

    private long differenceNanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, wall.instant()) - ticks.getAsLong();
    }
}
