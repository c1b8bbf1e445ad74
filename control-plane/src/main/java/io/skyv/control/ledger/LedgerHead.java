package io.skyv.control.ledger;

import io.skyv.proto.sign.Digest;

/**
 * Where the books stand after a block.
 *
 * @param supplyMicros all money there is
 * @param escrowMicros what of it is set aside for open grants
 * @param burnedMicros what there was and is no more
 * @param blocks number of the last block; 0 before the first
 * @param hash of the last block; zeros before the first
 */
public record LedgerHead(
        long round, long supplyMicros, long escrowMicros, long burnedMicros, long blocks, Digest hash) {
    public static final LedgerHead EMPTY = new LedgerHead(0, 0, 0, 0, 0, Digest.ZERO);
}
