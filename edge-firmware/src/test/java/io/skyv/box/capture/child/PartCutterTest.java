package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.child.PartCutter.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartCutterTest {
    private static final long TARGET = 200_000;

    @Test
    void shouldMakeTenPartsOfSixPicturesInTwoSecondsAt30() {
        assertEquals(List.of(6, 12, 18, 24, 30, 36, 42, 48, 54, -60, 66), cuts(30, 60, 2_000_000, 71));
    }

    @Test
    void shouldLetTheLastPartOfASegmentBeShorter() {
        assertEquals(List.of(5, 10, 15, 20, 25, 30, 35, 40, 45, -48, 53), cuts(25, 48, 1_500_000, 55));
    }

    @Test
    void shouldNotEndASegmentAtKeyframesThatComeTooSoon() {
        assertEquals(List.of(5, 10, 15, 20, 25, 30, 35, -40), cuts(25, 10, 1_500_000, 41));
    }

    @Test
    void shouldNotCutWithinASlowPicture() {
        assertEquals(List.of(1, 2, 3), cuts(1, 100, 1_500_000, 4));
    }

    /** RFC 8216bis §4.4.4.9: no part but a segment's last is below 85 % of PART-TARGET, here at most 11 ms above the longest. */
    @ParameterizedTest
    @ValueSource(doubles = {10, 15, 24_000 / 1001.0, 24, 25, 30_000 / 1001.0, 30, 50, 60})
    void shouldMakePartsOfNearlyOneLengthAtEachRate(double rate) {
        assertEven(rate, 0);
        assertEven(rate, 3_000); // the milliseconds of a camera's clock that is not quite even
    }

    private static void assertEven(double rate, int jitterMicros) {
        Random random = new Random(1);
        long frameMicros = Math.round(1e6 / rate);
        PartCutter cutter = new PartCutter(TARGET, 2_000_000);
        List<Long> parts = new ArrayList<>();
        long partStart = 0;
        long last = 0;
        for (int place = 0; place < 1000; place++) {
            long at = Math.round(place * 1e6 / rate)
                    + (place == 0 ? 0 : random.nextInt(2 * jitterMicros + 1) - jitterMicros);
            Cut cut = cutter.before(at, place == 0 ? frameMicros : at - last, place % Math.round(2 * rate) == 0);
            last = at;
            if (cut == Cut.PART) {
                parts.add(at - partStart);
            }
            partStart = cut == Cut.NONE ? partStart : at;
        }
        long longest = parts.stream().max(Long::compare).orElseThrow();
        long shortest = parts.stream().min(Long::compare).orElseThrow();
        assertTrue(longest <= TARGET + frameMicros / 2, rate + " pictures a second: " + longest + " µs");
        assertTrue(
                shortest >= 0.85 * (longest + 11_000),
                rate + " pictures a second: from " + shortest + " to " + longest + " µs");
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
