package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * A coded picture or a coded stretch of sound. Who holds it closes it, which frees what is outside the heap.
 *
 * @param av the library's packet; its own times are not looked at
 * @param ticksPerSecond of this packet's times
 * @param ptsTicks when it is shown
 * @param dtsTicks when it is decoded
 * @param durationTicks how long it lasts, 0 if nobody knows
 * @param key whether decoding can begin here
 * @param arrivalMicros wall clock at which it came, microseconds since 1970
 */
record MediaPacket(
        AVPacket av,
        Track track,
        int ticksPerSecond,
        long ptsTicks,
        long dtsTicks,
        long durationTicks,
        boolean key,
        long arrivalMicros)
        implements AutoCloseable {
    /** All video is timed in this; it divides every usual frame rate (MPEG's clock, ISO/IEC 13818-1). */
    static final int VIDEO_TICKS_PER_SECOND = 90_000;

    enum Track {
        VIDEO,
        AUDIO
    }

    boolean isVideo() {
        return track == Track.VIDEO;
    }

    int sizeBytes() {
        return av.size();
    }

    long ptsMicros() {
        return micros(ptsTicks, ticksPerSecond);
    }

    long dtsMicros() {
        return micros(dtsTicks, ticksPerSecond);
    }

    /** The same packet, which changes hands, at other times. */
    MediaPacket at(long newPtsTicks, long newDtsTicks) {
        return new MediaPacket(av, track, ticksPerSecond, newPtsTicks, newDtsTicks, durationTicks, key, arrivalMicros);
    }

    /** A second reference to the same bytes, to be closed by itself. */
    MediaPacket share() {
        return new MediaPacket(
                av_packet_clone(av), track, ticksPerSecond, ptsTicks, dtsTicks, durationTicks, key, arrivalMicros);
    }

    /** The first bytes, {@code longest} at most. */
    byte[] head(int longest) {
        byte[] bytes = new byte[Math.min(longest, av.size())];
        av.data().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        av_packet_free(av);
    }

    /** Rounded down, so that what is contiguous in ticks is so in microseconds. */
    static long micros(long ticks, int ticksPerSecond) {
        long seconds = Math.floorDiv(ticks, ticksPerSecond);
        return seconds * 1_000_000 + Math.floorMod(ticks, ticksPerSecond) * 1_000_000L / ticksPerSecond;
    }
}
