package io.skyv.box.uplink;

import io.skyv.proto.id.StreamId;
import java.util.List;

/** A stream that this box makes. Its manifests are signed by the box's own manifest key. */
public record StreamOffer(StreamId stream, String title, List<OfferedRendition> renditions) {
    public StreamOffer {
        if (renditions.isEmpty()) {
            throw new IllegalArgumentException("a stream has at least one rendition");
        }
        renditions = List.copyOf(renditions);
    }
}
