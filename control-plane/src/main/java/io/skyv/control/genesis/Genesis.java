package io.skyv.control.genesis;

import io.skyv.control.economy.Operation;
import io.skyv.control.journal.Chain;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import io.skyv.proto.sign.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The operations that a network begins with: the first money, then who registers and bonds. All of them were done once
 * against an empty ledger, and none was refused.
 */
public record Genesis(List<Operation> operations) {
    /** So that all of it can be one block. */
    static final int MAX_OPERATIONS = Chain.MAX_ENTRIES;

    public Genesis {
        operations = List.copyOf(operations);
        if (operations.isEmpty() || operations.size() > MAX_OPERATIONS) {
            throw new IllegalArgumentException(
                    "a genesis is 1 to " + MAX_OPERATIONS + " operations, not " + operations.size());
        }
    }

    /**
     * To be asked for in this order while the ledger is at round 0. The ids are always the same: asked for again, nothing
     * is done twice, and another genesis is answered with {@link io.skyv.control.journal.Answer.IdReused}.
     */
    public List<Request> requests() {
        return IntStream.range(0, operations.size())
                .mapToObj(i -> new Request(id(i), operations.get(i)))
                .toList();
    }

    private static OperationId id(int place) {
        byte[] name = ("genesis " + place).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer hash = ByteBuffer.wrap(Digest.sha256(name).bytes());
        return OperationId.of(0, hash.getInt(), hash.getLong());
    }
}
