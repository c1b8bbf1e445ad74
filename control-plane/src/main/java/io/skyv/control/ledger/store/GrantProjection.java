package io.skyv.control.ledger.store;

import io.skyv.control.ledger.GrantPosition;
import io.skyv.proto.sign.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A grant's money as pages read it, also when it is closed and the ledger has forgotten it. */
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

    boolean signed;

    @Column(name = "settled_bytes")
    long settledBytes;

    @Column(name = "escrow_micros")
    long escrowMicros;

    boolean open;

    protected GrantProjection() {}

    static GrantProjection of(GrantPosition position, boolean open) {
        GrantProjection row = new GrantProjection();
        row.id = position.id();
        row.payer = position.payer();
        row.box = position.box();
        row.maxBytes = position.maxBytes();
        row.unitBytes = position.unitBytes();
        row.pricePerGiBMicros = position.pricePerGiBMicros();
        row.protocolFeePpm = position.protocolFeePpm();
        row.expiresRound = position.expiresRound();
        row.signed = position.signed();
        row.settledBytes = position.settledBytes();
        row.escrowMicros = position.escrowMicros();
        row.open = open;
        return row;
    }

    /** Without the hash chain, which is of no use to a reader. */
    BookedGrant toBookedGrant() {
        GrantPosition position = new GrantPosition(
                id,
                payer,
                box,
                maxBytes,
                unitBytes,
                0,
                pricePerGiBMicros,
                protocolFeePpm,
                expiresRound,
                signed,
                Digest.ZERO,
                settledBytes,
                escrowMicros,
                0,
                Digest.ZERO);
        return new BookedGrant(position, open);
    }
}
