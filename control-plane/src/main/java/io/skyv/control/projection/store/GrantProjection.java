package io.skyv.control.projection.store;

import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.control.projection.BookedGrant;
import io.skyv.proto.sign.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A grant, also when it is closed and the ledger has forgotten it. */
@Entity
@Table(name = "projected_grant")
class GrantProjection {
    @Id
    String id;

    String payer;

    String box;

    @Column(name = "max_bytes")
    long maxBytes;

    @Column(name = "price_per_gib_micros")
    long pricePerGibMicros;

    @Column(name = "expires_round")
    long expiresRound;

    boolean signed;

    @Column(name = "unit_bytes")
    long unitBytes;

    long units;

    byte[] anchor;

    @Column(name = "protocol_fee_ppm")
    long protocolFeePpm;

    @Column(name = "closes_round")
    long closesRound;

    @Column(name = "settled_bytes")
    long settledBytes;

    @Column(name = "paid_micros")
    long paidMicros;

    @Column(name = "burned_micros")
    long burnedMicros;

    @Column(name = "escrow_micros")
    long escrowMicros;

    long index;

    byte[] preimage;

    boolean open;

    protected GrantProjection() {}

    static GrantProjection of(GrantPosition one, boolean open) {
        Operation.OpenGrant terms = one.terms();
        GrantProjection row = new GrantProjection();
        row.id = terms.id();
        row.payer = terms.payer();
        row.box = terms.box();
        row.maxBytes = terms.maxBytes();
        row.pricePerGibMicros = terms.pricePerGiBMicros();
        row.expiresRound = terms.expiresRound();
        row.signed = terms.signed();
        row.unitBytes = terms.unitBytes();
        row.units = terms.units();
        row.anchor = terms.anchor().bytes();
        row.protocolFeePpm = one.protocolFeePpm();
        row.closesRound = one.closesRound();
        row.settledBytes = one.settledBytes();
        row.paidMicros = one.paidMicros();
        row.burnedMicros = one.burnedMicros();
        row.escrowMicros = one.escrowMicros();
        row.index = one.index();
        row.preimage = one.preimage().bytes();
        row.open = open;
        return row;
    }

    BookedGrant toGrant() {
        Operation.OpenGrant terms = new Operation.OpenGrant(
                id, payer, box, maxBytes, pricePerGibMicros, expiresRound, signed, unitBytes, units, Digest.of(anchor));
        return new BookedGrant(
                new GrantPosition(
                        terms,
                        protocolFeePpm,
                        closesRound,
                        settledBytes,
                        paidMicros,
                        burnedMicros,
                        escrowMicros,
                        index,
                        Digest.of(preimage)),
                open);
    }
}
