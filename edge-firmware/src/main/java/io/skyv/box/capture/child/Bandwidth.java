package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureSettings;

/** Estimates the peak of an epoch's bitrate. */
final class Bandwidth {
    private Bandwidth() {}

    /** Of encoded video and sound: the encoder's own peak, and a tenth for what the MP4 adds. */
    static long encodedBps(CaptureSettings settings, boolean audio) {
        long video = settings.videoBitrateBps() * 3L / 2;
        return (video + (audio ? settings.audioBitrateBps() : 0)) * 11 / 10;
    }

    /** Of copied video, by what was seen of it: a keyframe and its pictures; twice that for livelier scenes. */
    static long copiedBps(long seenBytes, long seenMicros) {
        return seenBytes * 8 * 1_000_000 / Math.max(seenMicros, 500_000) * 2;
    }
}
