package io.skyv.box.store;

import io.skyv.box.segment.Piece;
import io.skyv.proto.manifest.SignedManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A segment of the ring, whole or still growing. Never changed: growing makes a new one, of the same file.
 *
 * @param file the bodies of the parts, one after the other
 * @param ended its own manifest, once all its parts are there
 */
public record Segment(
        long sequence, long epoch, MemoryFile file, List<StoredPiece> parts, Optional<SignedManifest> ended) {
    public Segment {
        parts = List.copyOf(parts);
    }

    static Segment begunBy(Piece part, MemoryFile file) {
        return new Segment(part.manifest().sequence(), part.manifest().epoch(), file, List.of(), Optional.empty())
                .with(part);
    }

    Segment with(Piece part) {
        List<StoredPiece> grown = new ArrayList<>(parts);
        grown.add(new StoredPiece(part.signed(), file.append(part.body())));
        return new Segment(sequence, epoch, file, grown, ended);
    }

    Segment endedBy(SignedManifest manifest) {
        return new Segment(sequence, epoch, file, parts, Optional.of(manifest));
    }

    /** All parts that are there, as one. */
    public Body body() {
        return new Body(file, 0, sizeBytes());
    }

    public long durationMicros() {
        return parts.stream()
                .mapToLong(part -> part.manifest().durationMicros())
                .sum();
    }

    public long sizeBytes() {
        return parts.stream().mapToLong(part -> part.body().length()).sum();
    }

    public long startMicros() {
        return parts.getFirst().manifest().startMicros();
    }
}
