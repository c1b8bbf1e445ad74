package io.skyv.box.relay;

import io.skyv.box.uplink.OfferedRendition;
import java.util.List;
import java.util.Locale;

/** The multivariant playlist of a stream (RFC 8216 §4.3.4.2). */
final class MultivariantPlaylist {
    private MultivariantPlaylist() {}

    /** @param uriSuffix added to each URI, as in {@code ?g=…} */
    static String of(List<OfferedRendition> renditions, String uriSuffix) {
        StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        for (OfferedRendition rendition : renditions) {
            out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(rendition.bandwidthBps());
            if (!rendition.codecs().isEmpty()) {
                out.append(",CODECS=\"").append(rendition.codecs()).append('"');
            }
            if (rendition.widthPx() > 0 && rendition.heightPx() > 0) {
                out.append(",RESOLUTION=")
                        .append(rendition.widthPx())
                        .append('x')
                        .append(rendition.heightPx());
            }
            if (rendition.frameRate() > 0) {
                out.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", rendition.frameRate()));
            }
            out.append('\n')
                    .append(rendition.name())
                    .append("/index.m3u8")
                    .append(uriSuffix)
                    .append('\n');
        }
        return out.toString();
    }
}
