package io.skyv.box.uplink;

import io.skyv.proto.id.StreamId;
import java.security.PublicKey;
import java.util.List;

/**
 * A stream of some box, as the control plane knows it.
 *
 * @param manifestKey signs the stream's manifests
 */
public record StreamSource(StreamId stream, String title, PublicKey manifestKey, List<OfferedRendition> renditions) {
    public StreamSource {
        renditions = List.copyOf(renditions);
    }
}
