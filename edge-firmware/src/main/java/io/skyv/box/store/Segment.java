package io.skyv.box.store;

import io.skyv.box.segment.Piece;
import io.skyv.proto.manifest.SignedManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A segment of the ring, whole or still growing. Never changed: growing makes a new one.
 *
 * @param ended its own manifest, once all its parts are there
 */
public record Segment(long sequence, long epoch, List<Piece> parts, Optional<SignedManifest> ended) {
    public Segment {
        parts = List.copyOf(parts);
    }

    Segment with(Piece part) {
        List<Piece> grown = new ArrayList<>(parts);
        grown.add(part);
        return new Segment(sequence, epoch, grown, ended);
    }

    Segment endedBy(SignedManifest manifest) {
        return new Segment(sequence, epoch, parts, Optional.of(manifest));
    }

    public long durationMicros() {
        return parts.stream()
                .mapToLong(part -> part.manifest().durationMicros())
                .sum();
    }

    public long sizeBytes() {
        return parts.stream().mapToLong(part -> part.body().length).sum();
    }

    public long startMicros() {
        return parts.getFirst().manifest().startMicros();
    }
}
