package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EpochClockTest {
    private static final long HOUR = 3_600_000_000L;

    private long aheadMicros;
    private final EpochClock clock = new EpochClock(() -> aheadMicros);

    @Test
    void shouldBeginNoEpochBeforeTheEndOfTheOneBefore() {
        assertEquals(100, clock.anchor(100));
        clock.ended(900);
        assertEquals(900, clock.anchor(500));
        assertEquals(1000, clock.anchor(1000));
    }

    @Test
    void shouldTakeOverAClockThatWasSetAheadWithANewEpoch() {
        clock.anchor(0);
        assertFalse(clock.wasSetAhead());
        aheadMicros = HOUR;
        assertTrue(clock.wasSetAhead());
        assertEquals(HOUR + 5, clock.anchor(5));
        assertFalse(clock.wasSetAhead());
    }

    @Test
    void shouldLetAClockThatWasSetBackPass() {
        clock.anchor(0);
        clock.ended(10_000);
        aheadMicros = -HOUR;
        assertFalse(clock.wasSetAhead());
        assertEquals(10_000, clock.anchor(20_000), "times wait for the clock");
    }

    @Test
    void shouldNotMindAClockThatIsKeptRightInSmallSteps() {
        clock.anchor(0);
        aheadMicros = EpochClock.MOST_STEP_MICROS;
        assertFalse(clock.wasSetAhead());
    }
}
