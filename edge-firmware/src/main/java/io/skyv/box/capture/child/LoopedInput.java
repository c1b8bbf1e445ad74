package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Plays a recording over and over; its times go on as if it had no end. */
final class LoopedInput implements PacketSource {
    /** A recording of which so much was played and nothing came out is damaged. */
    private static final long MOST_BARREN_TICKS = 10L * MediaPacket.VIDEO_TICKS_PER_SECOND;

    private final MediaInput.Opener opener;
    private final String shown;
    private final BooleanSupplier fruitful;
    private final MediaInput first;
    private MediaInput input;
    private long shiftTicks;
    private long firstTicks = Long.MIN_VALUE;
    private long endTicks;
    private long lastTicks;
    private long frameTicks;

    /**
     * @param first what {@code opener} opened for the first time; taken over
     * @param fruitful whether any part was made of it yet
     */
    LoopedInput(MediaInput first, MediaInput.Opener opener, String shown, BooleanSupplier fruitful) {
        this.fruitful = fruitful;
        this.first = first;
        this.input = first;
        this.opener = opener;
        this.shown = shown;
        Rate rate = first.format().rate();
        this.frameTicks = rate == null ? 0 : rate.ticks(1);
    }

    @Override
    public SourceFormat format() {
        return first.format(); // so the first stays open: what it says of its tracks is used to the end
    }

    @Override
    public @Nullable MediaPacket next() throws CaptureException {
        MediaPacket packet = input.next();
        if (packet == null) {
            rewind();
            packet = input.next();
        }
        return packet == null ? null : shift(packet);
    }

    private void rewind() throws CaptureException {
        if (firstTicks == Long.MIN_VALUE || endTicks <= firstTicks) {
            throw new CaptureException(
                    Code.NO_VIDEO, "there are no pictures in " + shown, "choose a file that has a picture");
        }
        if (shiftTicks >= MOST_BARREN_TICKS && !fruitful.getAsBoolean()) {
            throw new CaptureException(
                    Code.BAD_MEDIA,
                    "the pictures in " + shown + " cannot be decoded",
                    "choose a file that plays elsewhere; this one is damaged");
        }
        shiftTicks += endTicks - firstTicks;
        closeAgain();
        input = opener.open();
    }

    private void closeAgain() {
        if (input != first) {
            input.close();
            input = first;
        }
    }

    private MediaPacket shift(MediaPacket packet) {
        if (packet.isVideo()) {
            long dts = packet.dtsTicks();
            if (firstTicks == Long.MIN_VALUE) {
                firstTicks = dts;
            } else if (dts > lastTicks && shiftTicks == 0) {
                frameTicks = dts - lastTicks;
            }
            lastTicks = dts;
            endTicks = Math.max(endTicks, dts + (packet.durationTicks() > 0 ? packet.durationTicks() : frameTicks));
        }
        long shift = shiftTicks * packet.ticksPerSecond() / MediaPacket.VIDEO_TICKS_PER_SECOND;
        return packet.at(packet.ptsTicks() + shift, packet.dtsTicks() + shift);
    }

    @Override
    public void close() {
        closeAgain();
        first.close();
    }
}
