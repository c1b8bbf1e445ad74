package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import io.skyv.box.capture.child.MediaPacket.Track;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Puts the times of one track's packets into our ticks, and fills in those that are missing. */
final class TrackTimes {
    private final int streamIndex;
    private final Track track;
    private final int ticksPerSecond;
    private final long baseNumerator;
    private final long baseDenominator;
    private long expectedTicks;
    private boolean decodeTimeWasKnown;

    TrackTimes(AVStream stream, Track track, int ticksPerSecond) {
        this.streamIndex = stream.index();
        this.track = track;
        this.ticksPerSecond = ticksPerSecond;
        this.baseNumerator = stream.time_base().num();
        this.baseDenominator = stream.time_base().den();
    }

    int streamIndex() {
        return streamIndex;
    }

    /** Takes the packet over. */
    MediaPacket wrap(AVPacket packet) {
        long pts = packet.pts() == AV_NOPTS_VALUE ? Long.MIN_VALUE : ticks(packet.pts());
        long dts = packet.dts() == AV_NOPTS_VALUE ? Long.MIN_VALUE : ticks(packet.dts());
        decodeTimeWasKnown = dts != Long.MIN_VALUE;
        if (!decodeTimeWasKnown) {
            dts = pts == Long.MIN_VALUE ? expectedTicks : Math.min(pts, Math.max(expectedTicks, pts - ticksPerSecond));
        }
        if (pts == Long.MIN_VALUE) {
            pts = dts;
        }
        long duration = Math.max(0, ticks(packet.duration()));
        expectedTicks = dts + duration;
        boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        return new MediaPacket(packet, track, ticksPerSecond, pts, dts, duration, key, EpochClock.nowMicros());
    }

    /** Whether the packet wrapped last came with a decoding time. */
    boolean decodeTimeWasKnown() {
        return decodeTimeWasKnown;
    }

    private long ticks(long time) {
        return av_rescale(time, baseNumerator * ticksPerSecond, baseDenominator);
    }
}
