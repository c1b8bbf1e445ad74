package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000;

    private final List<CaptureEvent> events = new ArrayList<>();
    private final Progress progress = new Progress(events::add);

    @Test
    void shouldSayThatItWaitsWhenWhatComesMakesNoPart() throws Exception {
        for (long at = 0; at <= 10 * SECOND; at += SECOND / 10) {
            progress.came(at, "a keyframe");
        }
        assertEquals(8, events.size());
        assertTrue(events.stream().allMatch(new Waiting("a keyframe")::equals), events.toString());
    }

    @Test
    void shouldGiveUpWhatNeverMakesAPart() throws Exception {
        progress.came(0, "a keyframe");
        progress.came(Progress.LONGEST_WITHOUT_PART_MICROS, "a keyframe");
        CaptureException e = assertThrows(
                CaptureException.class, () -> progress.came(Progress.LONGEST_WITHOUT_PART_MICROS + 1, "a keyframe"));
        assertEquals(Code.BAD_MEDIA, e.code());
    }

    @Test
    void shouldBeQuietWhilePartsCome() throws Exception {
        PartEncoded part = new PartEncoded(new byte[1], 0, 1, true, true);
        for (long at = 0; at < 3 * Progress.LONGEST_WITHOUT_PART_MICROS; at += SECOND) {
            progress.came(at, "a picture");
            progress.send(part);
        }
        assertTrue(events.stream().allMatch(part::equals), events.toString());
    }
}
