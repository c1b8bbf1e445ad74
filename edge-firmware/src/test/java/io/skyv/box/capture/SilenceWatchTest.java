package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private static final long BOUND = SilenceWatch.LONGEST_SILENCE.toNanos();

    private final SilenceWatch watch = new SilenceWatch(100);

    @Test
    void shouldCountFromTheLastRecord() {
        assertFalse(watch.tooSilent(100 + BOUND));
        assertTrue(watch.tooSilent(101 + BOUND));
        watch.heard(50 + BOUND);
        assertFalse(watch.tooSilent(101 + BOUND));
    }

    @Test
    void shouldPutUpWithAChildThatSaysThatItWaits() {
        long second = Duration.ofSeconds(1).toNanos();
        for (int beat = 1; beat <= 3600; beat++) {
            assertFalse(watch.tooSilent(beat * second));
            watch.heard(beat * second);
        }
    }

    @Test
    void shouldTakeAChildOrAListenerThatDoesNotComeBackForStuck() {
        long limit = SilenceWatch.STUCK_AFTER.toNanos();
        watch.heard(200);
        watch.pause();
        assertFalse(watch.stuck(200 + limit));
        assertTrue(watch.stuck(201 + limit));
        watch.heard(300);
        assertFalse(watch.stuck(201 + limit));
    }

    @Test
    void shouldHoldNothingAgainstAChildThatIsNotListenedTo() {
        watch.pause();
        assertFalse(watch.tooSilent(10 * BOUND));
        watch.heard(10 * BOUND);
        assertTrue(watch.tooSilent(12 * BOUND));
    }
}
