package io.skyv.control.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.skyv.clock.ClockWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the clock each second, by a timer of its own: a schedule that goes by the clock would wait when it is set back. */
@ApplicationScoped
class ClockWatching {
    private static final String CLOCK_SET =
            "grants end by this clock, and boxes follow it with their next heartbeat; see whether it is right now (NTP)";

    private final ClockWatch watch;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("clock-watch").factory());

    ClockWatching(InstantSource clock, MeterRegistry registry) {
        this.watch = new ClockWatch(clock, System::nanoTime, CLOCK_SET, registry);
    }

    void start(@Observes StartupEvent event) {
        var _ = timer.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }
}
