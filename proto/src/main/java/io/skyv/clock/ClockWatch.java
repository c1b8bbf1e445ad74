package io.skyv.clock;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Counts and says that somebody sets this machine's clock; nothing else depends on it. By one thread, each second or so. */
public final class ClockWatch {
    private static final Logger LOG = System.getLogger(ClockWatch.class.getName());

    private final ClockSteps steps;
    private final String consequence;
    private final Counter ahead;
    private final Counter back;

    /**
     * @param ticks nanoseconds that pass evenly, from any beginning
     * @param consequence what the program does about it, or its operator should; said with each step
     */
    public ClockWatch(InstantSource wall, LongSupplier ticks, String consequence, MeterRegistry registry) {
        this.steps = new ClockSteps(wall, ticks);
        this.consequence = consequence;
        this.ahead = counter(registry, "ahead");
        this.back = counter(registry, "back");
    }

    public void look() {
        steps.since().ifPresent(step -> {
            (step.isNegative() ? back : ahead).increment();
            tell(step.abs().toSeconds(), step.isNegative() ? "back" : "ahead");
        });
    }

    private void tell(long seconds, String direction) {
        LOG.log(
                Level.WARNING,
                "this machine''s clock was set {1} by {0} s: {2}",
                Long.toString(seconds),
                direction,
                consequence);
    }

    private static Counter counter(MeterRegistry registry, String direction) {
        return Counter.builder("skyv.clock.steps")
                .description("How often this machine's clock was set while the program ran")
                .tag("direction", direction)
                .register(registry);
    }
}
