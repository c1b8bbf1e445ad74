package io.skyv.control.ledger.store;

import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.proto.sign.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A grant's money as it is read when the ledger has forgotten it. */
@Entity
@Table(name = "ledger_grant")
class GrantProjection {
    @Id
    String id;

    String payer;
    String box;

    @Column(name = "max_bytes")
    long maxBytes;

    @Column(name = "unit_bytes")
    long unitBytes;

    @Column(name = "price_per_gib_micros")
    long pricePerGiBMicros;

    @Column(name = "protocol_fee_ppm")
    long protocolFeePpm;

    @Column(name = "expires_round")
    long expiresRound;

    @Column(name = "closes_round")
    long closesRound;

    boolean signed;

    @Column(name = "settled_bytes")
    long settledBytes;

    @Column(name = "paid_micros")
    long paidMicros;

    @Column(name = "burned_micros")
    long burnedMicros;

    @Column(name = "escrow_micros")
    long escrowMicros;

    boolean open;

    protected GrantProjection() {}

    static GrantProjection of(GrantPosition position, boolean open) {
        GrantProjection row = new GrantProjection();
        Operation.OpenGrant terms = position.terms();
        row.id = terms.id();
        row.payer = terms.payer();
        row.box = terms.box();
        row.maxBytes = terms.maxBytes();
        row.unitBytes = terms.unitBytes();
        row.pricePerGiBMicros = terms.pricePerGiBMicros();
        row.protocolFeePpm = position.protocolFeePpm();
        row.expiresRound = terms.expiresRound();
        row.closesRound = position.closesRound();
        row.signed = terms.signed();
        row.settledBytes = position.settledBytes();
        row.paidMicros = position.paidMicros();
        row.burnedMicros = position.burnedMicros();
        row.escrowMicros = position.escrowMicros();
        row.open = open;
        return row;
    }

    /** Without the hash chain, which is of no use to a reader. */
    BookedGrant toBookedGrant() {
        Operation.OpenGrant terms = new Operation.OpenGrant(
                id, payer, box, maxBytes, pricePerGiBMicros, expiresRound, signed, unitBytes, 0, Digest.ZERO);
        GrantPosition position = new GrantPosition(
                terms,
                protocolFeePpm,
                closesRound,
                settledBytes,
                paidMicros,
                burnedMicros,
                escrowMicros,
                0,
                Digest.ZERO);
        return new BookedGrant(position, open);
    }
}
