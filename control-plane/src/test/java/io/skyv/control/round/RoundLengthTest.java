package io.skyv.control.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundLengthTest {
    private static final RoundLength DAY = new RoundLength(Duration.ofDays(1));

    @Test
    void shouldStartTheFirstRoundAtOnce() {
        assertTrue(DAY.isDue(0, Instant.EPOCH, Instant.EPOCH));
    }

    @Test
    void shouldStartARoundAtMidnightInUtcWhenTheLastOneStartedBefore() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        assertFalse(DAY.isDue(7, noon, Instant.parse("2026-03-01T23:59:59.999Z")));
        assertTrue(DAY.isDue(7, noon, Instant.parse("2026-03-02T00:00:00Z")));
        assertEquals(Instant.parse("2026-03-02T00:00:00Z"), DAY.dueAfter(noon));
    }

    @Test
    void shouldBeOneRoundHoweverLateItStarts() {
        Instant late = Instant.parse("2026-03-09T10:00:00Z");
        assertTrue(DAY.isDue(7, Instant.parse("2026-03-01T00:00:00Z"), late));
        assertFalse(DAY.isDue(8, late, late.plusSeconds(1)));
        assertEquals(Instant.parse("2026-03-10T00:00:00Z"), DAY.dueAfter(late));
    }

    @Test
    void shouldStartNoRoundAgainWhenTheClockIsSetBack() {
        Instant started = Instant.parse("2026-03-02T00:00:00Z");
        assertFalse(DAY.isDue(8, started, started.minusSeconds(3 * 86_400)));
        assertFalse(DAY.isDue(8, started, started.plusSeconds(60)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1M", "PT0.5S", "P366D", "PT1.0000001S"})
    void shouldRefuseALengthThatIsNone(String length) {
        assertThrows(IllegalArgumentException.class, () -> new RoundLength(Duration.parse(length)));
    }
}
