package io.skyv.control.stream;

import io.skyv.proto.id.Codecs;
import io.skyv.proto.id.RenditionName;

/**
 * One encoding of a stream.
 *
 * @param bandwidthBps peak bits per second, media only
 * @param codecs as RFC 6381 has them
 */
public record Rendition(
        RenditionName name, long bandwidthBps, String codecs, int widthPx, int heightPx, double frameRate) {
    static final long MAX_BANDWIDTH_BPS = 1_000_000_000;
    static final int MAX_PX = 16_384;
    static final double MAX_FRAME_RATE = 1_000;

    public Rendition {
        if (bandwidthBps < 1 || bandwidthBps > MAX_BANDWIDTH_BPS) {
            throw new IllegalArgumentException("a rendition has 1 to 10^9 bits per second");
        }
        Codecs.check(codecs);
        if (widthPx < 0 || widthPx > MAX_PX || heightPx < 0 || heightPx > MAX_PX) {
            throw new IllegalArgumentException("a picture has at most " + MAX_PX + " pixels on a side");
        }
        if (!(frameRate >= 0 && frameRate <= MAX_FRAME_RATE)) {
            throw new IllegalArgumentException("a frame rate is 0 to " + MAX_FRAME_RATE);
        }
    }
}
