package io.skyv.box.segment;

import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.manifest.Manifest.Kind;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.merkle.MerkleTree;
import io.skyv.proto.sign.Digest;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes pieces of what one encoding after another delivers. A segment that an encoding leaves unfinished ends with the
 * parts that it has. One thread at a time.
 */
public final class Packager {
    private final StreamId stream;
    private final RenditionName rendition;
    private final PrivateKey manifestKey;
    private final Numbering numbering;
    private final PieceSink sink;

    private byte[] pendingInit = new byte[0];
    private long endMicros;
    private long shiftMicros;
    private long longestSegmentMicros;
    private long epoch;
    private Digest previousPiece = Digest.ZERO;
    private Digest previousSegment = Digest.ZERO;

    private long sequence;
    private final List<Manifest> parts = new ArrayList<>();
    private MessageDigest segmentSha = Digest.newSha256();

    public Packager(
            StreamId stream, RenditionName rendition, PrivateKey manifestKey, Numbering numbering, PieceSink sink) {
        this.stream = stream;
        this.rendition = rendition;
        this.manifestKey = manifestKey;
        this.numbering = numbering;
        this.sink = sink;
    }

    /**
     * A new encoding has begun. It becomes an epoch with its first part, so that no epoch is empty.
     *
     * @param init its init segment
     * @param longestSegmentMicros the longest that one of its segments will play
     */
    public void encodingStarted(byte[] init, long longestSegmentMicros) {
        endSegment();
        this.pendingInit = init;
        this.longestSegmentMicros = longestSegmentMicros;
    }

    /**
     * @param startMicros wall clock of the first sample, microseconds since 1970; if the clock was set back, the stream's
     *     times wait for it, as receivers must never see them go back
     * @param last whether the next part begins a new segment
     * @throws IllegalStateException before the first {@link #encodingStarted}
     */
    public void part(byte[] body, long startMicros, long durationMicros, boolean independent, boolean last) {
        if (parts.isEmpty()) {
            sequence = numbering.nextSequence();
        }
        if (pendingInit.length > 0) {
            shiftMicros = Math.max(0, endMicros - startMicros);
            beginEpoch(startMicros + shiftMicros);
        } else if (previousPiece.equals(Digest.ZERO)) {
            throw new IllegalStateException("a part before any init segment");
        }
        Manifest manifest = manifest(
                Kind.PART,
                parts.size(),
                startMicros + shiftMicros,
                durationMicros,
                body.length,
                independent,
                last,
                Digest.sha256(body),
                previousPiece,
                Digest.ZERO);
        parts.add(manifest);
        endMicros = manifest.startMicros() + durationMicros;
        segmentSha.update(body);
        emitPiece(manifest, body, false);
        if (last) {
            endSegment();
        }
    }

    /** Nothing more will come of this encoding: its unfinished segment ends here. */
    public void encodingEnded() {
        endSegment();
    }

    private void beginEpoch(long startMicros) {
        epoch = numbering.nextEpoch();
        Manifest manifest = manifest(
                Kind.INIT,
                0,
                startMicros,
                longestSegmentMicros,
                pendingInit.length,
                false,
                false,
                Digest.sha256(pendingInit),
                previousPiece,
                Digest.ZERO);
        emitPiece(manifest, pendingInit, true);
        pendingInit = new byte[0];
    }

    private void emitPiece(Manifest manifest, byte[] body, boolean init) {
        previousPiece = manifest.hash();
        Piece piece = new Piece(SignedManifest.sign(manifest, manifestKey), body);
        if (init) {
            sink.init(piece);
        } else {
            sink.part(piece);
        }
    }

    private void endSegment() {
        if (parts.isEmpty()) {
            return;
        }
        Manifest first = parts.getFirst();
        Manifest manifest = manifest(
                Kind.SEGMENT,
                0,
                first.startMicros(),
                parts.stream().mapToLong(Manifest::durationMicros).sum(),
                parts.stream().mapToLong(Manifest::sizeBytes).sum(),
                first.independent(),
                false,
                Digest.of(segmentSha.digest()),
                previousSegment,
                partsRoot(parts));
        previousSegment = manifest.hash();
        parts.clear();
        segmentSha = Digest.newSha256();
        sink.segmentEnd(SignedManifest.sign(manifest, manifestKey));
    }

    /** RFC 9162 root over the hashes of the parts' manifests. */
    public static Digest partsRoot(List<Manifest> parts) {
        return MerkleTree.of(parts.stream().map(part -> part.hash().bytes()).toList())
                .root();
    }

    private Manifest manifest(
            Kind kind,
            int part,
            long startMicros,
            long durationMicros,
            long sizeBytes,
            boolean independent,
            boolean last,
            Digest sha256,
            Digest previous,
            Digest partsRoot) {
        return new Manifest(
                kind,
                stream,
                rendition,
                epoch,
                sequence,
                part,
                startMicros,
                durationMicros,
                sizeBytes,
                independent,
                last,
                sha256,
                previous,
                partsRoot);
    }
}
