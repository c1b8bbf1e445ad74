package io.skyv.control.ledger;

import io.skyv.proto.grant.Price;
import io.skyv.proto.sign.Digest;

/**
 * A grant as the books have it.
 *
 * @param protocolFeePpm the fee in force when it was made, which stays with it
 * @param anchor w_0; zero when unsigned
 * @param settledBytes bytes paid by now
 * @param escrowMicros still set aside
 * @param index highest index of the hash chain that was settled; 0 when unsigned
 * @param preimage w_index; the anchor at first
 */
public record GrantPosition(
        String id,
        String payer,
        String box,
        long maxBytes,
        long unitBytes,
        long units,
        long pricePerGiBMicros,
        long protocolFeePpm,
        long expiresRound,
        boolean signed,
        Digest anchor,
        long settledBytes,
        long escrowMicros,
        long index,
        Digest preimage) {
    static GrantPosition opened(Operation.OpenGrant from, long protocolFeePpm, long escrowMicros) {
        return new GrantPosition(
                from.id(),
                from.payer(),
                from.box(),
                from.maxBytes(),
                from.unitBytes(),
                from.units(),
                from.pricePerGiBMicros(),
                protocolFeePpm,
                from.expiresRound(),
                from.signed(),
                from.anchor(),
                0,
                escrowMicros,
                0,
                from.anchor());
    }

    /** After a receipt that pays {@code paidMicros} more. */
    GrantPosition settled(Operation.Receipt receipt, long paidMicros) {
        return with(receipt.cumulativeBytes(), escrowMicros - paidMicros, receipt.index(), receipt.preimage());
    }

    /** After the close: the rest has gone back. */
    GrantPosition closed() {
        return with(settledBytes, 0, index, preimage);
    }

    private GrantPosition with(long newSettledBytes, long newEscrowMicros, long newIndex, Digest newPreimage) {
        return new GrantPosition(
                id,
                payer,
                box,
                maxBytes,
                unitBytes,
                units,
                pricePerGiBMicros,
                protocolFeePpm,
                expiresRound,
                signed,
                anchor,
                newSettledBytes,
                newEscrowMicros,
                newIndex,
                newPreimage);
    }

    /** What the settled bytes cost the payer, in micro-SKYV. */
    public long paidMicros() {
        return Price.costMicros(settledBytes, pricePerGiBMicros);
    }

    /** What of it was burned. */
    public long burnedMicros() {
        return feeMicros(paidMicros(), protocolFeePpm);
    }

    /** What of it the box's owner earned. */
    public long earnedMicros() {
        return paidMicros() - burnedMicros();
    }

    /** ceil(paid × ppm / 10⁶), exact for all money there is. */
    static long feeMicros(long paidMicros, long ppm) {
        long whole = paidMicros / Parameters.PPM * ppm;
        long rest = paidMicros % Parameters.PPM * ppm;
        return whole + Math.ceilDiv(rest, Parameters.PPM);
    }
}
