package io.skyv.control.stream;

import com.google.protobuf.ByteString;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.v1.StreamOffer;

/** Streams as boxes say them. */
public final class StreamOffers {
    private StreamOffers() {}

    /** @throws IllegalArgumentException if it is no stream, or not one of {@code box} */
    public static Stream read(BoxId box, StreamOffer offer) {
        return new Stream(
                new StreamId(offer.getStreamId()),
                box,
                offer.getTitle(),
                ManifestKey.of(offer.getManifestKeySpki().toByteArray()),
                offer.getRenditionsList().stream()
                        .limit(Stream.MAX_RENDITIONS + 1L)
                        .map(StreamOffers::read)
                        .toList(),
                false);
    }

    private static Rendition read(io.skyv.v1.Rendition rendition) {
        return new Rendition(
                new RenditionName(rendition.getName()),
                rendition.getBandwidthBps(),
                rendition.getCodecs(),
                rendition.getWidthPx(),
                rendition.getHeightPx(),
                rendition.getFrameRate());
    }

    public static StreamOffer write(Stream stream) {
        StreamOffer.Builder offer = StreamOffer.newBuilder()
                .setStreamId(stream.id().value())
                .setTitle(stream.title())
                .setManifestKeySpki(ByteString.copyFrom(stream.manifestKey().spki()));
        for (Rendition rendition : stream.renditions()) {
            offer.addRenditions(io.skyv.v1.Rendition.newBuilder()
                    .setName(rendition.name().value())
                    .setBandwidthBps(rendition.bandwidthBps())
                    .setCodecs(rendition.codecs())
                    .setWidthPx(rendition.widthPx())
                    .setHeightPx(rendition.heightPx())
                    .setFrameRate(rendition.frameRate()));
        }
        return offer.build();
    }
}
