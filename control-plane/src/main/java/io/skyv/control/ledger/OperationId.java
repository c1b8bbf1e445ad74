package io.skyv.control.ledger;

import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * 128 bits that name an operation for good: asked again with the same id, the same operation is not done twice. The
 * first 32 bits are the ledger's round.
 */
public record OperationId(long high, long low) {
    /** The id of the grant is the id of the operation that opens it. */
    public static OperationId ofGrant(GrantId grant) {
        return new OperationId(
                Long.parseUnsignedLong(grant.value(), 0, 16, 16), Long.parseUnsignedLong(grant.value(), 16, 32, 16));
    }

    /** The id that follows from what the operation is about, so that whoever asks again asks for the same. */
    public static OperationId derived(long round, String what) {
        ByteBuffer hash = ByteBuffer.wrap(
                Digest.sha256(what.getBytes(StandardCharsets.UTF_8)).bytes());
        return new OperationId(round << 32 | hash.getInt() & 0xffff_ffffL, hash.getLong());
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
