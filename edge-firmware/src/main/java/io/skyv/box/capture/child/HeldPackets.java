package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;
import java.util.ArrayList;
import java.util.List;

/** What comes before it is known how an epoch shall be: from a keyframe on, and for some seconds at most. */
final class HeldPackets implements AutoCloseable {
    /** No more is held, in bytes. */
    private static final long MAX_BYTES = 48L << 20;

    /** More than that many have no end in sight. */
    private static final int MAX_PACKETS = 20_000;

    /** A source that has no keyframe for so long has none. */
    private static final long LONGEST_WITHOUT_KEYFRAME_MICROS = 20_000_000;

    /** Sound that has not come by then is not waited for. */
    private static final long LONGEST_FOR_SOUND_MICROS = 1_000_000;

    private final List<MediaPacket> packets = new ArrayList<>();
    private final List<MediaPacket> pictures = new ArrayList<>();
    private long bytes;
    private int keyframes;
    private long passedOverSinceMicros = Long.MIN_VALUE;

    /** Takes the packet over. */
    void add(MediaPacket packet) throws CaptureException {
        if (pictures.isEmpty() && !(packet.isVideo() && packet.key())) {
            passOver(packet);
            return;
        }
        passedOverSinceMicros = Long.MIN_VALUE;
        packets.add(packet);
        bytes += packet.sizeBytes();
        if (bytes > 2 * MAX_BYTES || packets.size() > MAX_PACKETS) {
            throw new CaptureException(
                    Code.BAD_MEDIA,
                    "the source sent " + packets.size() + " packets and " + bytes
                            + " bytes, and no stream begins with them",
                    "let the camera send H.264 with a keyframe every two seconds");
        }
        if (packet.isVideo()) {
            pictures.add(packet);
            keyframes += packet.key() ? 1 : 0;
        }
    }

    private void passOver(MediaPacket packet) throws CaptureException {
        try (packet) {
            if (passedOverSinceMicros == Long.MIN_VALUE) {
                passedOverSinceMicros = packet.arrivalMicros();
            } else if (packet.arrivalMicros() - passedOverSinceMicros > LONGEST_WITHOUT_KEYFRAME_MICROS) {
                throw new CaptureException(
                        Code.BAD_MEDIA,
                        "the source sent no keyframe for " + LONGEST_WITHOUT_KEYFRAME_MICROS / 1_000_000 + " s",
                        "set a keyframe interval of two seconds in the source");
            }
        }
    }

    /** Whether enough is held to see how far apart keyframes are. */
    boolean showsKeyframeDistance(CaptureSettings settings) {
        return keyframes > 1
                || spanMicros() > settings.maxCopyKeyframeMicros() + CopyDecision.TOLERANCE_MICROS
                || bytes > MAX_BYTES;
    }

    /** Whether a first picture is held, and with it sound, or none is to be expected. */
    boolean showsTracks(boolean soundExpected) {
        return !pictures.isEmpty()
                && (!soundExpected
                        || packets.size() > pictures.size()
                        || spanMicros() > LONGEST_FOR_SOUND_MICROS
                        || bytes > MAX_BYTES);
    }

    private long spanMicros() {
        return pictures.isEmpty()
                ? 0
                : pictures.getLast().dtsMicros() - pictures.getFirst().dtsMicros();
    }

    /** In the order in which they came. */
    List<MediaPacket> pictures() {
        return List.copyOf(pictures);
    }

    /** What was held is the caller's now. */
    List<MediaPacket> take() {
        List<MediaPacket> taken = List.copyOf(packets);
        packets.clear();
        pictures.clear();
        bytes = 0;
        keyframes = 0;
        return taken;
    }

    @Override
    public void close() {
        take().forEach(MediaPacket::close);
    }
}
