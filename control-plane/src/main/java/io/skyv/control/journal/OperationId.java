package io.skyv.control.journal;

import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * 128 bits that name an operation: asked again with the same id, the same operation is not done twice. The first 32 bits
 * are the round it was asked in, so that old ids can be forgotten.
 */
public record OperationId(long high, long low) {
    /** An id of this round, with 96 bits of whoever asks. */
    public static OperationId of(long round, int middle, long low) {
        if (round < 0 || round > 0xffff_ffffL) {
            throw new IllegalArgumentException("an id's round has 32 bits, not " + round);
        }
        return new OperationId(round << 32 | middle & 0xffff_ffffL, low);
    }

    /** The id of the grant is the id of the operation that opens it. */
    public static OperationId ofGrant(GrantId grant) {
        return new OperationId(
                Long.parseUnsignedLong(grant.value(), 0, 16, 16), Long.parseUnsignedLong(grant.value(), 16, 32, 16));
    }

    /** The id that follows from what the operation is about, so that whoever asks again in this round asks for the same. */
    public static OperationId derived(long round, String what) {
        ByteBuffer hash = ByteBuffer.wrap(
                Digest.sha256(what.getBytes(StandardCharsets.UTF_8)).bytes());
        return of(round, hash.getInt(), hash.getLong());
    }

    public long round() {
        return high >>> 32;
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
