package io.skyv.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong wallMillis = new AtomicLong(1_800_000_000_000L);
    private final AtomicLong ticks = new AtomicLong(-5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ClockWatch watch =
            new ClockWatch(() -> Instant.ofEpochMilli(wallMillis.get()), ticks::get, "nothing follows", meters);

    @Test
    void shouldCountEachTimeThatTheClockIsSet() {
        pass(Duration.ofSeconds(1));
        watch.look();
        assertSteps(0, 0);
        wallMillis.addAndGet(HOUR.toMillis());
        watch.look();
        watch.look();
        assertSteps(1, 0);
        wallMillis.addAndGet(-HOUR.toMillis());
        pass(Duration.ofSeconds(1));
        watch.look();
        assertSteps(1, 1);
    }

    @Test
    void shouldNotTakeTimeThatPassesForAStepHoweverLateItLooks() {
        pass(HOUR);
        watch.look();
        assertSteps(0, 0);
    }

    @Test
    void shouldLeaveATimeServerToCorrectTheClockLittleByLittle() {
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(1));
            wallMillis.addAndGet(50);
            watch.look();
        }
        assertSteps(0, 0);
    }

    private void assertSteps(int ahead, int back) {
        assertEquals(ahead, count("ahead"));
        assertEquals(back, count("back"));
    }

    private double count(String direction) {
        return meters.get("skyv.clock.steps")
                .tag("direction", direction)
                .counter()
                .count();
    }

    private void pass(Duration time) {
        wallMillis.addAndGet(time.toMillis());
        ticks.addAndGet(time.toNanos());
    }
}
