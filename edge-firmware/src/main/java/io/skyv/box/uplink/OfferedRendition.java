package io.skyv.box.uplink;

import io.skyv.proto.id.Codecs;
import io.skyv.proto.id.RenditionName;

/**
 * One encoding of a stream.
 *
 * @param bandwidthBps peak bits per second, media only
 * @param codecs RFC 6381, as in {@code avc1.42c01f,mp4a.40.2}
 * @param widthPx 0 without video
 * @param heightPx 0 without video
 * @param frameRate frames per second, 0 without video
 */
public record OfferedRendition(
        RenditionName name, long bandwidthBps, String codecs, int widthPx, int heightPx, double frameRate) {
    private static final double MAX_FRAME_RATE = 1_000;

    public OfferedRendition {
        Codecs.check(codecs);
        if (bandwidthBps < 1 || widthPx < 0 || heightPx < 0) {
            throw new IllegalArgumentException("a rendition has a bandwidth, and no negative figures");
        }
        if (!(frameRate >= 0 && frameRate <= MAX_FRAME_RATE)) {
            throw new IllegalArgumentException("a frame rate is 0 to " + MAX_FRAME_RATE);
        }
    }
}
