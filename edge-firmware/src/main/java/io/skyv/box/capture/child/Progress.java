package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.IOException;

/**
 * Sees whether what comes becomes parts. While it does not, it tells the box each second that we are well, and after a
 * while it gives up: data without a picture in it could come for ever.
 */
final class Progress implements EventSink {
    static final long LONGEST_WITHOUT_PART_MICROS = 30_000_000;

    private static final long TELL_AFTER_MICROS = 3_000_000;
    private static final long TELL_EACH_MICROS = 1_000_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final EventSink events;
    private boolean partCame;
    private long waitsSinceMicros = NEVER;
    private long toldMicros = NEVER;

    Progress(EventSink events) {
        this.events = events;
    }

    @Override
    public void send(CaptureEvent event) throws IOException {
        partCame |= event instanceof PartEncoded;
        events.send(event);
    }

    /** Something came, at {@code nowMicros} of steady time. */
    void came(long nowMicros, String waitsFor) throws CaptureException, IOException {
        if (partCame || waitsSinceMicros == NEVER) {
            partCame = false;
            waitsSinceMicros = nowMicros;
            toldMicros = nowMicros + TELL_AFTER_MICROS - TELL_EACH_MICROS;
            return;
        }
        if (nowMicros - waitsSinceMicros > LONGEST_WITHOUT_PART_MICROS) {
            throw new CaptureException(
                    Code.BAD_MEDIA,
                    "what came for " + LONGEST_WITHOUT_PART_MICROS / 1_000_000 + " s makes no picture",
                    "let the camera send H.264 with a keyframe every two seconds, and see whether its cable or network is"
                            + " damaged");
        }
        if (nowMicros - toldMicros >= TELL_EACH_MICROS) {
            toldMicros = nowMicros;
            events.send(new Waiting(waitsFor));
        }
    }
}
