package io.skyv.box.capture.child;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Fills in the decoding times of a stream's first pictures. Many containers carry only when a picture is shown; until the
 * library has seen how far pictures are reordered, it does not know when they are decoded. They wait for the first one
 * of which it does, and are counted back from it.
 */
final class DecodeTimes implements AutoCloseable {
    /** More pictures than this are never reordered (ITU-T H.264 §A.3.1, max_dec_frame_buffering). */
    static final int MOST_WAITING = 17;

    private final long frameTicks;
    private final Deque<MediaPacket> waiting = new ArrayDeque<>();
    private final Deque<MediaPacket> ready = new ArrayDeque<>();
    private boolean settled;

    /** @param frameTicks duration of a picture that does not say its own */
    DecodeTimes(long frameTicks) {
        this.frameTicks = frameTicks;
    }

    /** Takes the picture over. */
    void add(MediaPacket picture, boolean known) {
        if (settled) {
            ready.add(picture);
            return;
        }
        waiting.add(picture);
        if (known) {
            countBack(picture);
        } else if (waiting.size() > MOST_WAITING) {
            release();
        }
    }

    private void countBack(MediaPacket known) {
        long frame = known.durationTicks() > 0 ? known.durationTicks() : frameTicks;
        int before = waiting.size() - 1;
        for (MediaPacket picture = waiting.poll(); picture != null; picture = waiting.poll()) {
            long dts = known.dtsTicks() - before * frame;
            ready.add(picture.at(picture.ptsTicks(), Math.min(dts, picture.ptsTicks())));
            before--;
        }
        settled = true;
    }

    /** What waits goes on with the times it has. */
    void release() {
        ready.addAll(waiting);
        waiting.clear();
        settled = true;
    }

    @Nullable
    MediaPacket poll() {
        return ready.poll();
    }

    @Override
    public void close() {
        waiting.forEach(MediaPacket::close);
        ready.forEach(MediaPacket::close);
    }
}
