package io.skyv.control.config;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Notices that somebody sets this machine's clock, or that the machine slept: the clock moves then otherwise than the time
 * that passes. What it notices it counts and says; nothing else depends on it. To be looked at each second or so, by one
 * thread.
 */
final class ClockWatch {
    /** What a time server corrects little by little is less between two looks. */
    static final Duration NOTICEABLE = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(ClockWatch.class);

    private final InstantSource wall;
    private final LongSupplier ticks;
    private final Counter ahead;
    private final Counter back;
    private long differenceNanos;

    /** @param ticks nanoseconds that pass evenly, from any beginning */
    ClockWatch(InstantSource wall, LongSupplier ticks, MeterRegistry registry) {
        this.wall = wall;
        this.ticks = ticks;
        this.ahead = counter(registry, "ahead");
        this.back = counter(registry, "back");
        this.differenceNanos = differenceNanos();
    }

    void look() {
        long now = differenceNanos();
        Duration step = Duration.ofNanos(now - differenceNanos);
        differenceNanos = now;
        if (step.abs().compareTo(NOTICEABLE) < 0) {
            return;
        }
        (step.isNegative() ? back : ahead).increment();
        tell(step.abs().toSeconds(), step.isNegative() ? "back" : "ahead");
    }

    private static void tell(long seconds, String direction) {
        LOG.warnf(
                "this machine's clock was set %s by %d s: grants end by this clock, and boxes follow it with their next"
                        + " heartbeat; see whether it is right now (NTP)",
                direction, seconds);
    }

    private long differenceNanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, wall.instant()) - ticks.getAsLong();
    }

    private static Counter counter(MeterRegistry registry, String direction) {
        return Counter.builder("skyv.clock.steps")
                .description("How often this machine's clock was set while the program ran")
                .tag("direction", direction)
                .register(registry);
    }
}
