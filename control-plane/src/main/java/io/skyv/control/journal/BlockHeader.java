package io.skyv.control.journal;

import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;

/**
 * What a block's hash is over.
 *
 * @param number from 1
 * @param timeMillis Unix time at which it was sealed; nothing is reckoned with it
 * @param generation of the lease it was written under; never falls from block to block
 * @param previous hash of the block before; zeros for the first
 * @param entries how many there are
 * @param root RFC 9162 root over the canonical bytes of the entries
 */
public record BlockHeader(long number, long timeMillis, long generation, Digest previous, long entries, Digest root) {
    static final String DOMAIN = "skyv-block-v2";

    public BlockHeader {
        if (number < 1 || timeMillis < 0 || generation < 1 || entries < 1 || entries > Chain.MAX_ENTRIES) {
            throw new IllegalArgumentException("a block has a number and a lease from 1, and 1 to " + Chain.MAX_ENTRIES
                    + " entries, but this is block " + number + " of lease " + generation + " with " + entries);
        }
    }

    /** SHA-256 of the canonical bytes; the next block's {@code previous}. */
    public Digest hash() {
        return Digest.sha256(new CanonicalWriter(DOMAIN)
                .u64(number)
                .u64(timeMillis)
                .u64(generation)
                .digest(previous)
                .u32(entries)
                .digest(root)
                .toBytes());
    }
}
