package io.skyv.box.capture.child;

import java.io.IOException;

/** Passes H.264 on as it is. */
final class CopyVideoLane implements VideoLane {
    private final TrackFormat format;
    private final long zeroTicks;
    private final long longestGopTicks;
    private long lastKeyTicks;
    private long firstPtsTicks;
    private long lastDtsTicks = Long.MIN_VALUE;

    /**
     * @param format of the source, whose it stays
     * @param zeroTicks when the epoch's first picture is decoded, in the source's time: no time of an MP4 is negative
     * @param longestGopTicks when no keyframe comes for longer, copying ends
     */
    CopyVideoLane(TrackFormat format, long zeroTicks, long longestGopTicks) {
        this.format = format;
        this.zeroTicks = zeroTicks;
        this.longestGopTicks = longestGopTicks;
    }

    @Override
    public TrackFormat format() {
        return format;
    }

    @Override
    public boolean accept(MediaPacket picture, EpochWriter out) throws CaptureException, IOException {
        long pts = picture.ptsTicks() - zeroTicks;
        long dts = Math.max(picture.dtsTicks() - zeroTicks, lastDtsTicks + 1);
        if (lastDtsTicks == Long.MIN_VALUE) {
            firstPtsTicks = pts;
        }
        if (pts < firstPtsTicks) {
            picture.close(); // shown before the first keyframe, and made of what came before it
            return true;
        }
        if (picture.key()) {
            lastKeyTicks = dts;
        }
        if (dts - lastKeyTicks > longestGopTicks || pts < dts) {
            return false;
        }
        lastDtsTicks = dts;
        out.accept(picture.at(pts, dts));
        return true;
    }

    @Override
    public void close() {
        // the format is the source's
    }
}
