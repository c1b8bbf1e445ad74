package io.skyv.control.grant;

import io.skyv.control.stream.Rendition;
import io.skyv.control.stream.Stream;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;

/**
 * What a grant says, decided from what is known. Pure.
 *
 * @param nowMillis Unix time
 * @param lifeMillis how long it is good
 * @param expiresRound the ledger's round after which it settles
 */
record GrantTerms(
        GrantId id,
        AccountId payer,
        BoxId box,
        Stream stream,
        Rendition rendition,
        long pricePerGiBMicros,
        long nowMillis,
        long lifeMillis,
        long expiresRound) {
    /** A plain player may have 3/2 of the peak bandwidth: playlists do not tell it to be slower. */
    private static final long PLAIN_NUMERATOR = 3;

    private static final long PLAIN_DENOMINATOR = 2;

    /** For a receiver that pays by hash chain. */
    Grant signed(long maxBytes, Digest anchor) {
        return grant(maxBytes, anchor, true, 0);
    }

    /** For a plain player: as many bytes as its bitrate allows in all its life. */
    Grant plain() {
        long bitrateBps = Math.ceilDiv(rendition.bandwidthBps() * PLAIN_NUMERATOR, PLAIN_DENOMINATOR);
        Grant unbounded = grant(Grant.MAX_BYTES, Digest.ZERO, false, bitrateBps);
        return grant(unbounded.allowedBytes(unbounded.expiresAtMillis()), Digest.ZERO, false, bitrateBps);
    }

    private Grant grant(long maxBytes, Digest anchor, boolean signed, long maxBitrateBps) {
        return new Grant(
                id,
                payer,
                box,
                stream.id(),
                rendition.name(),
                0,
                Grant.OPEN_END,
                maxBytes,
                Grant.UNIT_BYTES,
                pricePerGiBMicros,
                anchor,
                nowMillis,
                nowMillis + lifeMillis,
                expiresRound,
                signed,
                maxBitrateBps);
    }
}
