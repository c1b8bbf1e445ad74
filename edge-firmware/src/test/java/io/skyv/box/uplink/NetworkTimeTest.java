package io.skyv.box.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NetworkTimeTest {
    private static final long START_MILLIS = 1_800_000_000_000L;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final AtomicLong wallMillis = new AtomicLong(START_MILLIS);
    private final AtomicLong ticks = new AtomicLong(-5);
    private final NetworkTime time = new NetworkTime(() -> Instant.ofEpochMilli(wallMillis.get()), ticks::get);

    @Test
    void shouldGoOnEvenlyWhenTheClockIsSet() {
        pass(1_000);
        wallMillis.addAndGet(HOUR_MILLIS);
        assertEquals(START_MILLIS + 1_000, time.millis());
        assertEquals(HOUR_MILLIS, time.aheadMillis());
        wallMillis.addAndGet(-2 * HOUR_MILLIS);
        pass(1_000);
        assertEquals(START_MILLIS + 2_000, time.millis());
        assertEquals(-HOUR_MILLIS, time.aheadMillis());
    }

    @Test
    void shouldTakeTheTimeThatTheControlPlaneSays() {
        time.heard(START_MILLIS - HOUR_MILLIS, Duration.ofMillis(200));
        assertEquals(START_MILLIS - HOUR_MILLIS + 100, time.millis());
        assertEquals(Instant.ofEpochMilli(START_MILLIS - HOUR_MILLIS + 100), time.instant());
        assertEquals(HOUR_MILLIS - 100, time.aheadMillis());
    }

    @Test
    void shouldNotBelieveAnAnswerThatWasLongUnderWayOrSaysNothing() {
        time.heard(START_MILLIS - HOUR_MILLIS, Duration.ofSeconds(20));
        time.heard(0, Duration.ZERO);
        assertEquals(START_MILLIS, time.millis());
    }

    private void pass(long millis) {
        wallMillis.addAndGet(millis);
        ticks.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
