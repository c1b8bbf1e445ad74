package io.skyv.control.journal;

import io.skyv.control.economy.Changes;
import io.skyv.proto.sign.Digest;
import java.util.List;

/**
 * A block that is there for good.
 *
 * @param hash of the header
 * @param changes what it changed, as it was after it; a block that starts a round ends with that operation, and so
 *     everything in it is as the round began
 */
public record KeptBlock(BlockHeader header, Digest hash, List<Entry> entries, Changes changes) {
    public KeptBlock {
        entries = List.copyOf(entries);
    }

    public long number() {
        return header.number();
    }
}
