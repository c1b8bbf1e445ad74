package io.skyv.box.hardware;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DayNightTest {
    private final DayNight rule = new DayNight();

    @Test
    void shouldTurnToNightWhenItHasBeenDarkForAWhile() {
        assertTrue(rule.day(10, seconds(0)));
        assertTrue(rule.day(10, seconds(9)));
        assertFalse(rule.day(10, seconds(10)));
    }

    @Test
    void shouldForgetDarknessThatWasShort() {
        rule.day(10, seconds(0));
        rule.day(60, seconds(5));
        assertTrue(rule.day(10, seconds(10)));
        assertTrue(rule.day(10, seconds(19)));
        assertFalse(rule.day(10, seconds(20)));
    }

    @Test
    void shouldStayNightInInfraredLightAndTurnToDayInBrightLightThatLasts() {
        rule.day(10, seconds(0));
        rule.day(10, seconds(10));
        assertFalse(rule.day(100, seconds(60)), "lit by the box itself");
        assertFalse(rule.day(200, seconds(70)), "headlights");
        assertFalse(rule.day(10, seconds(71)));
        assertFalse(rule.day(200, seconds(80)));
        assertTrue(rule.day(200, seconds(90)));
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
