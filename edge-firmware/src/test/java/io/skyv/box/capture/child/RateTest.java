package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateTest {
    @Test
    void shouldKeepTheGridExactOverADay() {
        Rate ntsc = new Rate(30_000, 1001);
        assertEquals(3003, ntsc.ticks(1));
        long day = 30_000L * 86_400 / 1001;
        assertEquals(day * 3003, ntsc.ticks(day));
        assertEquals(day, ntsc.frameAt(ntsc.ticks(day) + 1000));
        assertEquals(day + 1, ntsc.frameAt(ntsc.ticks(day) + 2000));
    }

    @Test
    void shouldFindWholeNumbersOfFrames() {
        assertEquals(60, new Rate(30_000, 1001).framesIn(2_000_000));
        assertEquals(50, new Rate(25, 1).framesIn(2_000_000));
        assertEquals(7, new Rate(30, 1).framesLost(250_000));
    }
}
