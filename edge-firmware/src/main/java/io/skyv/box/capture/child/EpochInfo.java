package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.EncodingStarted;

/** What is told of an epoch besides its init segment; see {@link EncodingStarted}. */
record EpochInfo(
        String codecs,
        int widthPx,
        int heightPx,
        double frameRate,
        long bandwidthBps,
        long longestSegmentMicros,
        boolean copied) {
    EncodingStarted toEvent(byte[] initSegment) {
        return new EncodingStarted(
                initSegment, codecs, widthPx, heightPx, frameRate, bandwidthBps, longestSegmentMicros, copied);
    }
}
