package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Brightness;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.child.PartCutter.Cut;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of one epoch. Packets come with times of the epoch, in which the first picture is decoded at 0. Each
 * picture is held until the next one is there: only then its duration is exact, and known whether its part is over.
 */
final class EpochWriter implements AutoCloseable {
    private final EventSink events;
    private final FragmentMuxer muxer;
    private final PartCutter cutter;
    private final Interleaver interleaver;
    private final long anchorMicros;

    private @Nullable MediaPacket held;
    private long lastDurationTicks;
    private long partStartMicros;
    private boolean partIndependent;
    private long lastAudioTicks = Long.MIN_VALUE;

    /**
     * @param anchorMicros wall clock of the epoch's first picture
     * @param expectedFrameTicks duration of a picture, until two have shown it
     */
    EpochWriter(
            EventSink events,
            EpochInfo info,
            TrackFormat video,
            @Nullable TrackFormat audio,
            PartCutter cutter,
            long anchorMicros,
            long expectedFrameTicks)
            throws CaptureException, IOException {
        this.events = events;
        this.muxer = new FragmentMuxer(video, audio);
        this.cutter = cutter;
        this.interleaver = new Interleaver(audio != null);
        this.anchorMicros = anchorMicros;
        this.lastDurationTicks = Math.max(1, expectedFrameTicks); // a part that lasts for no time is none
        events.send(info.toEvent(muxer.initSegment()));
    }

    /** How bright the picture is, 0 to 255. */
    void brightness(int level) throws IOException {
        events.send(new Brightness(level));
    }

    /** Takes the packet over. */
    void accept(MediaPacket packet) throws CaptureException, IOException {
        if (!packet.isVideo() && packet.ptsTicks() < 0) {
            packet.close(); // sound from before the first picture
            return;
        }
        interleaver.add(packet);
        for (MediaPacket next = interleaver.poll(); next != null; next = interleaver.poll()) {
            take(next);
        }
    }

    /** Writes all that is held as the last part. */
    void finish() throws CaptureException, IOException {
        for (MediaPacket next = interleaver.pollWithoutWaiting();
                next != null;
                next = interleaver.pollWithoutWaiting()) {
            take(next);
        }
        MediaPacket last = held;
        if (last != null) {
            held = null;
            writePicture(last, lastDurationTicks);
            endPart(pictureMicros(last, lastDurationTicks), true);
        }
    }

    /** Wall clock at which what was written ends, as far as it is known. */
    long endMicros() {
        return anchorMicros + partStartMicros;
    }

    private void take(MediaPacket packet) throws CaptureException, IOException {
        if (packet.isVideo()) {
            takePicture(packet);
        } else {
            try (packet) {
                if (packet.dtsTicks() > lastAudioTicks) {
                    lastAudioTicks = packet.dtsTicks();
                    muxer.write(packet, packet.durationTicks());
                }
            }
        }
    }

    private void takePicture(MediaPacket next) throws CaptureException, IOException {
        MediaPacket previous = held;
        held = next;
        if (previous == null) {
            partIndependent = next.key();
            cutter.before(0, 0, next.key());
            return;
        }
        lastDurationTicks = next.dtsTicks() - previous.dtsTicks();
        writePicture(previous, lastDurationTicks);
        long nextMicros = pictureMicros(next, 0);
        long durationMicros = MediaPacket.micros(lastDurationTicks, next.ticksPerSecond());
        Cut cut = cutter.before(nextMicros, durationMicros, next.key());
        if (cut != Cut.NONE) {
            endPart(nextMicros, cut == Cut.SEGMENT);
            partIndependent = next.key();
        }
    }

    private void writePicture(MediaPacket picture, long durationTicks) throws CaptureException {
        try (picture) {
            muxer.write(picture, durationTicks);
        }
    }

    private static long pictureMicros(MediaPacket picture, long plusTicks) {
        return MediaPacket.micros(picture.dtsTicks() + plusTicks, picture.ticksPerSecond());
    }

    private void endPart(long endMicros, boolean lastOfSegment) throws CaptureException, IOException {
        byte[] body = muxer.fragment();
        events.send(new PartEncoded(
                body, anchorMicros + partStartMicros, endMicros - partStartMicros, partIndependent, lastOfSegment));
        partStartMicros = endMicros;
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
            held = null;
        }
        interleaver.close();
        muxer.close();
    }
}
