package io.skyv.box.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.hardware.ButtonGesture.Held;
import io.skyv.box.hardware.ButtonGesture.Wish;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ButtonGestureTest {
    private final ButtonGesture button = new ButtonGesture();

    @Test
    void shouldIdentifyAfterAShortPress() {
        button.down(millis(1000));
        assertEquals(Wish.NOTHING, button.tick(millis(1200)));
        assertEquals(Held.SHORT, button.held());
        assertEquals(Wish.IDENTIFY, button.up(millis(1300)));
        assertEquals(Held.NOT, button.held());
    }

    @Test
    void shouldOpenPairingWhenItIsLetGoAfterFiveSeconds() {
        button.down(0);
        assertEquals(Wish.NOTHING, button.tick(millis(5000)));
        assertEquals(Held.PAIRING, button.held(), "the LEDs say it before");
        assertEquals(Wish.OPEN_PAIRING, button.up(millis(6000)));
    }

    @Test
    void shouldWarnAndDoNothingWhenItIsLetGoInTime() {
        button.down(0);
        assertEquals(Wish.NOTHING, button.tick(millis(10_000)));
        assertEquals(Held.WARNING, button.held());
        assertEquals(Wish.NOTHING, button.up(millis(14_900)));
    }

    @Test
    void shouldResetOnceAfterFifteenSecondsWhileItIsStillHeld() {
        button.down(0);
        button.tick(millis(10_000));
        assertEquals(Wish.FACTORY_RESET, button.tick(millis(15_000)));
        assertEquals(Wish.NOTHING, button.tick(millis(15_100)));
        assertEquals(Wish.NOTHING, button.up(millis(16_000)));
    }

    @Test
    void shouldResetWhenNobodyTickedInTime() {
        button.down(0);
        assertEquals(Wish.FACTORY_RESET, button.up(millis(16_000)));
    }

    @Test
    void shouldMakeNothingOfAButtonThatWasDownAtTheStart() {
        assertEquals(Wish.NOTHING, button.up(millis(20_000)));
    }

    @Test
    void shouldCountFromTheFirstOfTwoDowns() {
        button.down(0);
        button.down(millis(4000));
        assertEquals(Wish.OPEN_PAIRING, button.up(millis(6000)));
    }

    @Test
    void shouldSayWhenItWantsToBeTickedNext() {
        assertTrue(button.dueNanos().isEmpty());
        button.down(millis(100));
        assertEquals(OptionalLong.of(millis(5100)), button.dueNanos());
        button.tick(millis(5100));
        assertEquals(OptionalLong.of(millis(10_100)), button.dueNanos());
        button.tick(millis(10_100));
        assertEquals(OptionalLong.of(millis(15_100)), button.dueNanos());
        button.tick(millis(15_100));
        assertTrue(button.dueNanos().isEmpty());
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
