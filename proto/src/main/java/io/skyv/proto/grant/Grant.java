package io.skyv.proto.grant;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;

/**
 * The control plane's word that a receiver may have media from one box, and that it will be paid for.
 *
 * @param payer account whose money is in escrow
 * @param box the only box that may serve under it
 * @param fromSequence first media sequence number it is good for
 * @param toSequence last one; {@link #OPEN_END} for a live stream
 * @param maxBytes most that is paid, in bytes of media bodies
 * @param unitBytes bytes that one step of the hash chain pays
 * @param pricePerGiBMicros micro-SKYV for 2³⁰ bytes
 * @param anchor w_0 of the receiver's hash chain; zero unless {@code signed}
 * @param issuedAtMillis Unix time in milliseconds
 * @param expiresAtMillis Unix time in milliseconds from which on the box serves nothing
 * @param expiresRound the ledger's round after which it settles
 * @param signed whether the receiver pays by hash chain; otherwise the box's own count is taken, up to
 *     {@link #allowedBytes}
 * @param maxBitrateBps bits per second that an unsigned grant allows; 0 when signed
 */
public record Grant(
        GrantId id,
        AccountId payer,
        BoxId box,
        StreamId stream,
        RenditionName rendition,
        long fromSequence,
        long toSequence,
        long maxBytes,
        int unitBytes,
        long pricePerGiBMicros,
        Digest anchor,
        long issuedAtMillis,
        long expiresAtMillis,
        long expiresRound,
        boolean signed,
        long maxBitrateBps) {
    static final String DOMAIN = "skyv-grant-v1";

    /** What one step of a hash chain pays. */
    public static final int UNIT_BYTES = 64 * 1024;

    /** Longest hash chain, so that checking a receipt is bounded. */
    public static final int MAX_UNITS = 65_536;

    public static final long MAX_SIGNED_BYTES = (long) MAX_UNITS * UNIT_BYTES;
    public static final long MAX_BYTES = 1L << 50;
    public static final long OPEN_END = Long.MAX_VALUE;

    /** A plain player fills its buffer first: it may be ahead of the bitrate by so much. */
    public static final long PLAIN_AHEAD_MILLIS = 30_000;

    public Grant {
        if (fromSequence < 0 || toSequence < fromSequence) {
            throw new IllegalArgumentException("the range of a grant is from a sequence number to a later one");
        }
        if (maxBytes < 1 || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException("maxBytes must be 1 to 2^50");
        }
        if (unitBytes < 1) {
            throw new IllegalArgumentException("unitBytes must be at least 1");
        }
        if (pricePerGiBMicros < 0 || pricePerGiBMicros > Price.MAX_MICROS_PER_GIB) {
            throw new IllegalArgumentException("pricePerGiB must be 0 to 10^12");
        }
        if (issuedAtMillis < 0 || expiresAtMillis <= issuedAtMillis || expiresRound < 0) {
            throw new IllegalArgumentException("a grant expires after it was issued");
        }
        if (signed && (maxBytes > (long) MAX_UNITS * unitBytes || maxBitrateBps != 0)) {
            throw new IllegalArgumentException("a signed grant has at most 65536 units and no bitrate");
        }
        if (!signed && (maxBitrateBps < 1 || !anchor.equals(Digest.ZERO))) {
            throw new IllegalArgumentException("an unsigned grant has a bitrate and no hash chain");
        }
    }

    /** n: the index at which {@code maxBytes} are paid. */
    public int units() {
        return signed ? Math.toIntExact(Math.ceilDiv(maxBytes, (long) unitBytes)) : 0;
    }

    /** Bytes that receipt {@code index} pays. */
    public long paidBytes(int index) {
        return Math.min((long) index * unitBytes, maxBytes);
    }

    /** The smallest index that pays {@code bytes}. */
    public int dueIndex(long bytes) {
        return Math.toIntExact(Math.ceilDiv(bytes, (long) unitBytes));
    }

    /** What an unsigned grant allows by {@code nowMillis}: bitrate × time, and what a player's buffer takes ahead. */
    public long allowedBytes(long nowMillis) {
        long millis = Math.clamp(nowMillis, issuedAtMillis, expiresAtMillis) - issuedAtMillis;
        long seconds = Math.ceilDiv(millis, 1000L) + PLAIN_AHEAD_MILLIS / 1000;
        long bytesPerSecond = Math.ceilDiv(maxBitrateBps, 8L);
        return bytesPerSecond > maxBytes / seconds ? maxBytes : bytesPerSecond * seconds;
    }

    public boolean isExpiredAt(long nowMillis) {
        return nowMillis >= expiresAtMillis;
    }

    /** The bytes that are signed; docs/protocol.md has the layout. */
    public byte[] canonicalBytes() {
        return new CanonicalWriter(DOMAIN)
                .string(id.value())
                .string(payer.value())
                .string(box.value())
                .string(stream.value())
                .string(rendition.value())
                .u64(fromSequence)
                .u64(toSequence)
                .u64(maxBytes)
                .u32(unitBytes)
                .u64(pricePerGiBMicros)
                .digest(anchor)
                .u64(issuedAtMillis)
                .u64(expiresAtMillis)
                .u64(expiresRound)
                .u8(signed ? 1 : 0)
                .u64(maxBitrateBps)
                .toBytes();
    }

    static Grant read(CanonicalReader in) throws MalformedException {
        try {
            return new Grant(
                    new GrantId(in.string()),
                    new AccountId(in.string()),
                    new BoxId(in.string()),
                    new StreamId(in.string()),
                    new RenditionName(in.string()),
                    in.u64(),
                    in.u64(),
                    in.u64(),
                    Math.toIntExact(in.u32()),
                    in.u64(),
                    in.digest(),
                    in.u64(),
                    in.u64(),
                    in.u64(),
                    in.bool(),
                    in.u64());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedException("not a grant: " + e.getMessage(), e);
        }
    }
}
