package io.skyv.control.journal;

import io.skyv.control.economy.Operation;
import io.skyv.control.economy.OperationCodec;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.OutcomeCodec;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.MalformedException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** One operation in a block, and what came of it. */
public record Entry(OperationId id, Operation operation, Outcome outcome) {
    static final String DOMAIN = "skyv-entry-v2";

    private static final int OPERATION_AT = DOMAIN.length() + 1 + 2 * Long.BYTES;

    /** What a block's Merkle root is over. */
    public byte[] encode() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN).i64(id.high()).i64(id.low());
        OperationCodec.write(out, operation);
        OutcomeCodec.write(out, outcome);
        return out.toBytes();
    }

    /** The operation's fingerprint, out of this entry's bytes. */
    Fingerprint fingerprint(MessageDigest sha, byte[] encoded) {
        int bytes = encoded.length - OPERATION_AT - OutcomeCodec.bytes(outcome);
        return Fingerprint.of(sha, ByteBuffer.wrap(encoded, OPERATION_AT, bytes));
    }

    public static Entry decode(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(DOMAIN, bytes);
        Entry entry = new Entry(new OperationId(in.i64(), in.i64()), OperationCodec.read(in), OutcomeCodec.read(in));
        in.end();
        return entry;
    }
}
