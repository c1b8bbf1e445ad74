package io.skyv.control.projection;

import io.skyv.proto.sign.Digest;

/**
 * A block of the journal, without what is in it.
 *
 * @param timeMillis Unix time at which it was sealed
 * @param generation of the lease it was written under
 * @param round the ledger's after it
 */
public record SealedBlock(
        long number,
        long timeMillis,
        long generation,
        Digest previous,
        Digest root,
        Digest hash,
        int entries,
        long round) {}
