package io.skyv.control.ledger;

import io.skyv.proto.sign.Digest;

/**
 * A block as it lies in the journal; nothing in it is believed before it was checked.
 *
 * @param body {@link Block#body()}
 * @param hash {@link Block#hash()}
 */
public record JournalRow(long number, long timeMillis, Digest previous, Digest root, byte[] body, Digest hash) {
    public static JournalRow of(Block block) {
        return new JournalRow(
                block.number(), block.timeMillis(), block.previous(), block.root(), block.body(), block.hash());
    }
}
