package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SoundTimesTest {
    private final SoundTimes times = new SoundTimes(48_000);

    @Test
    void shouldSmoothJitter() {
        assertEquals(100, times.place(100, 1024));
        assertEquals(1124, times.place(1160, 1024));
        assertEquals(2148, times.place(2100, 1024));
    }

    @Test
    void shouldKeepRealGaps() {
        times.place(0, 1024);
        assertEquals(48_000, times.place(48_000, 1024));
        assertEquals(49_024, times.place(49_024, 1024));
    }

    @Test
    void shouldLeaveOutWhatOverlaps() {
        times.place(0, 48_000);
        assertEquals(SoundTimes.OVERLAP, times.place(40_000, 1024));
        assertEquals(48_000, times.place(48_000, 1024));
    }
}
