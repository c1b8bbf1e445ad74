package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.box.capture.child.PartCutter.Cut;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartCutterTest {
    private static final long TARGET = 350_000;

    @Test
    void shouldMakeSixPartsOfTenPicturesInTwoSecondsAt30() {
        assertEquals(List.of(10, 20, 30, 40, 50, -60, 70), cuts(30, 60, 2_000_000, 71));
    }

    @Test
    void shouldLetTheLastPartOfASegmentBeShorter() {
        assertEquals(List.of(8, 16, 24, 32, 40, 48, -50, 58), cuts(25, 50, 1_500_000, 60));
    }

    @Test
    void shouldNotEndASegmentAtKeyframesThatComeTooSoon() {
        assertEquals(List.of(8, 16, 24, 32, -40), cuts(25, 10, 1_500_000, 41));
    }

    @Test
    void shouldNotCutWithinASlowPicture() {
        assertEquals(List.of(1, 2, 3), cuts(1, 100, 1_500_000, 4));
    }

    /** Places before which there is a cut, negative if a segment begins there. */
    private static List<Integer> cuts(int rate, int keyEvery, long leastSegmentMicros, int pictures) {
        PartCutter cutter = new PartCutter(TARGET, leastSegmentMicros);
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < pictures; place++) {
            Cut cut = cutter.before(place * 1_000_000L / rate, 1_000_000L / rate, place % keyEvery == 0);
            if (cut != Cut.NONE) {
                places.add(cut == Cut.SEGMENT ? -place : place);
            }
        }
        return places;
    }
}
