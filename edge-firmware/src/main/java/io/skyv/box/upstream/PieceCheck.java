package io.skyv.box.upstream;

import io.skyv.box.segment.Packager;
import io.skyv.box.segment.Piece;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.manifest.Manifest.Kind;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.sign.Digest;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Believes nothing that the source has not signed: each piece's signature, stream, size and hash, and its place in the
 * chain of manifests. Keeps what the chain needs; one thread at a time.
 */
final class PieceCheck {
    /** A source that never ends its segment would fill the memory of all who relay it. */
    static final int MAX_PARTS = 256;

    static final long MAX_SEGMENT_BYTES = Wallet.MAX_BODY_BYTES;

    private static final long MAX_PART_MICROS = 60_000_000;
    private static final long LATEST_START_MICROS = 253_402_300_799_999_999L;

    private final StreamId stream;
    private final RenditionName rendition;
    private final PublicKey manifestKey;
    private Digest previous = Digest.ZERO;
    private long epoch = -1;
    private final List<Manifest> parts = new ArrayList<>();
    private MessageDigest segmentSha = Digest.newSha256();
    private long segmentBytes;

    PieceCheck(StreamId stream, RenditionName rendition, PublicKey manifestKey) {
        this.stream = stream;
        this.rendition = rendition;
        this.manifestKey = manifestKey;
    }

    /** The epoch whose init segment was accepted last; −1 before the first. */
    long epoch() {
        return epoch;
    }

    Piece init(SignedManifest signed, byte[] body, long expectedEpoch) throws BadPieceException {
        check(signed, Kind.INIT);
        Manifest manifest = signed.manifest();
        require(manifest.epoch() == expectedEpoch, "is of epoch " + manifest.epoch() + ", not " + expectedEpoch);
        require(signed.isOf(body), "is not of the body that came with it");
        epoch = manifest.epoch();
        previous = manifest.hash();
        return new Piece(signed, body);
    }

    Piece part(SignedManifest signed, byte[] body, long sequence, int part) throws BadPieceException {
        check(signed, Kind.PART);
        Manifest manifest = signed.manifest();
        require(
                manifest.sequence() == sequence && manifest.part() == part,
                "is of " + manifest.sequence() + "." + manifest.part() + ", not of " + sequence + "." + part);
        require(manifest.epoch() == epoch, "is of epoch " + manifest.epoch() + ", which has not begun");
        require(signed.isOf(body), "is not of the body that came with it");
        boolean followsOn = !parts.isEmpty() && part == parts.size();
        require(!followsOn || manifest.previous().equals(previous), "does not follow on the part before it");
        require(manifest.durationMicros() <= MAX_PART_MICROS, "is of a part of " + manifest.durationMicros() + " µs");
        require(manifest.startMicros() <= LATEST_START_MICROS, "is of a year after 9999");
        if (part == 0) {
            parts.clear();
            segmentBytes = 0;
            segmentSha = Digest.newSha256();
        }
        segmentBytes += body.length;
        require(
                part < MAX_PARTS && segmentBytes <= MAX_SEGMENT_BYTES,
                "makes its segment longer than " + MAX_PARTS + " parts or " + MAX_SEGMENT_BYTES + " bytes");
        parts.add(manifest);
        segmentSha.update(body);
        previous = manifest.hash();
        return new Piece(signed, body);
    }

    /** The manifest of the segment whose parts have all come. */
    SignedManifest segment(SignedManifest signed) throws BadPieceException {
        check(signed, Kind.SEGMENT);
        Manifest manifest = signed.manifest();
        require(
                !parts.isEmpty() && manifest.sequence() == parts.getFirst().sequence(),
                "is not of the segment that has just come");
        require(manifest.partsRoot().equals(Packager.partsRoot(parts)), "is not over the parts that came");
        require(manifest.sha256().equals(Digest.of(segmentSha.digest())), "is not of the bytes that came");
        parts.clear();
        segmentSha = Digest.newSha256();
        return signed;
    }

    private void check(SignedManifest signed, Kind kind) throws BadPieceException {
        Manifest manifest = signed.manifest();
        require(manifest.kind() == kind, "is of a " + manifest.kind() + ", not of a " + kind);
        require(
                manifest.stream().equals(stream) && manifest.rendition().equals(rendition),
                "is of " + manifest.stream() + "/" + manifest.rendition());
        require(signed.isSignedBy(manifestKey), "is not signed by the stream's source");
    }

    private static void require(boolean holds, String otherwise) throws BadPieceException {
        if (!holds) {
            throw new BadPieceException("The manifest " + otherwise + ".");
        }
    }
}
