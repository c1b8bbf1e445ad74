package io.skyv.box;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.proto.clock.ClockSteps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Counts and says that somebody sets this machine's clock; nothing else depends on it. By one thread, each second or so. */
final class ClockWatch {
    private static final Logger LOG = System.getLogger(ClockWatch.class.getName());

    private final ClockSteps steps;
    private final Counter ahead;
    private final Counter back;

    /** @param ticks nanoseconds that pass evenly, from any beginning */
    ClockWatch(InstantSource wall, LongSupplier ticks, MeterRegistry registry) {
        this.steps = new ClockSteps(wall, ticks);
        this.ahead = counter(registry, "ahead");
        this.back = counter(registry, "back");
    }

    void look() {
        steps.since().ifPresent(step -> {
            (step.isNegative() ? back : ahead).increment();
            tell(step.abs().toSeconds(), step.isNegative() ? "back" : "ahead");
        });
    }

    private static void tell(long seconds, String direction) {
        LOG.log(
                Level.WARNING,
                "this machine''s clock was set {1} by {0} s; the box goes on by the time that passes, and by the control"
                        + " plane''s time",
                Long.toString(seconds),
                direction);
    }

    private static Counter counter(MeterRegistry registry, String direction) {
        return Counter.builder("skyv.clock.steps")
                .description("How often this machine's clock was set while the program ran")
                .tag("direction", direction)
                .register(registry);
    }
}
