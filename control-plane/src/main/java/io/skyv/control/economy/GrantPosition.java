package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;

/**
 * A grant as the books have it, in micro-SKYV.
 *
 * @param protocolFeePpm the fee in force when it was made, which stays with it
 * @param closesRound the round whose start closes it, if nobody did before
 * @param settledBytes bytes paid by now
 * @param paidMicros what they cost the payer
 * @param burnedMicros what of that was burned
 * @param escrowMicros still set aside; 0 once it is closed
 * @param index highest index of the hash chain that was settled; 0 when unsigned
 * @param preimage w_index; the anchor at first
 */
public record GrantPosition(
        Operation.OpenGrant terms,
        long protocolFeePpm,
        long closesRound,
        long settledBytes,
        long paidMicros,
        long burnedMicros,
        long escrowMicros,
        long index,
        Digest preimage) {
    static GrantPosition of(Escrow grant, boolean open) {
        return new GrantPosition(
                grant.terms,
                grant.protocolFeePpm,
                grant.closesRound,
                grant.settledBytes,
                grant.paidMicros,
                grant.burnedMicros,
                open ? grant.leftMicros : 0,
                grant.index,
                grant.preimage);
    }

    /** What of it the box's payee earned. */
    public long earnedMicros() {
        return paidMicros - burnedMicros;
    }
}
