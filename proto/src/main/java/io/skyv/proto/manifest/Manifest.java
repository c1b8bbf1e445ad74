package io.skyv.proto.manifest;

import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;

/**
 * What a source says of one init segment, part or segment.
 *
 * @param kind what it is of
 * @param epoch counts the source's encodings, from 0: a new one has a new init segment, and is a discontinuity (RFC 8216
 *     §4.3.3.3: the discontinuity sequence number)
 * @param sequence media sequence number of the segment; for an init segment that of the first segment which needs it
 * @param part number within the segment, from 0; 0 unless it is of a part
 * @param startMicros wall clock of the first sample, microseconds since 1970
 * @param durationMicros how long it plays; for an init segment the longest that a segment of the epoch will play
 * @param sizeBytes size of the body
 * @param independent whether it begins with a keyframe
 * @param last whether it is the segment's last part
 * @param sha256 of the body
 * @param previous {@link #hash()} of the manifest before it, zero for the first: one chain through init segments and
 *     parts, another through segments
 * @param partsRoot for a segment the RFC 9162 root over the hashes of its parts' manifests, else zero
 */
public record Manifest(
        Kind kind,
        StreamId stream,
        RenditionName rendition,
        long epoch,
        long sequence,
        int part,
        long startMicros,
        long durationMicros,
        long sizeBytes,
        boolean independent,
        boolean last,
        Digest sha256,
        Digest previous,
        Digest partsRoot) {
    static final String DOMAIN = "skyv-manifest-v1";
    private static final long MAX_EPOCH = 0xffff_ffffL;
    private static final int INDEPENDENT = 1;
    private static final int LAST = 2;

    /** What a manifest is of; its code is its place. */
    public enum Kind {
        INIT,
        PART,
        SEGMENT
    }

    public Manifest {
        if (epoch < 0 || sequence < 0 || part < 0 || startMicros < 0 || durationMicros < 0 || sizeBytes < 0) {
            throw new IllegalArgumentException("a manifest's figures are not negative");
        }
        if (epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("an epoch is under 2^32");
        }
        if (kind != Kind.PART && (part != 0 || last)) {
            throw new IllegalArgumentException("only a part has a part number or is the last one");
        }
        if (kind != Kind.SEGMENT && !partsRoot.equals(Digest.ZERO)) {
            throw new IllegalArgumentException("only a segment has a root of parts");
        }
    }

    /** The bytes that are signed; docs/protocol.md has the layout. */
    public byte[] canonicalBytes() {
        return new CanonicalWriter(DOMAIN)
                .u8(kind.ordinal())
                .string(stream.value())
                .string(rendition.value())
                .u32(epoch)
                .u64(sequence)
                .u32(part)
                .u64(startMicros)
                .u64(durationMicros)
                .u64(sizeBytes)
                .u8((independent ? INDEPENDENT : 0) | (last ? LAST : 0))
                .digest(sha256)
                .digest(previous)
                .digest(partsRoot)
                .toBytes();
    }

    /** SHA-256 of the canonical bytes: what the next manifest names as the one before it. */
    public Digest hash() {
        return Digest.sha256(canonicalBytes());
    }

    static Manifest read(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        if (kind >= Kind.values().length) {
            throw new MalformedException("unknown kind of manifest " + kind);
        }
        try {
            StreamId stream = new StreamId(in.string());
            RenditionName rendition = new RenditionName(in.string());
            long epoch = in.u32();
            long sequence = in.u64();
            int part = Math.toIntExact(in.u32());
            long startMicros = in.u64();
            long durationMicros = in.u64();
            long sizeBytes = in.u64();
            int flags = in.u8();
            if ((flags & ~(INDEPENDENT | LAST)) != 0) {
                throw new MalformedException("unknown flags " + flags);
            }
            return new Manifest(
                    Kind.values()[kind],
                    stream,
                    rendition,
                    epoch,
                    sequence,
                    part,
                    startMicros,
                    durationMicros,
                    sizeBytes,
                    (flags & INDEPENDENT) != 0,
                    (flags & LAST) != 0,
                    in.digest(),
                    in.digest(),
                    in.digest());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedException("not a manifest: " + e.getMessage(), e);
        }
    }
}
