package io.skyv.control.grant.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The terms of a grant, whether its money was set aside or not. */
@Entity
@Table(name = "issued_grant")
class IssuedGrantRow extends PanacheEntityBase {
    @Id
    String id;

    String payer;
    String box;
    String stream;
    String rendition;

    @Column(name = "from_sequence")
    long fromSequence;

    @Column(name = "to_sequence")
    long toSequence;

    @Column(name = "max_bytes")
    long maxBytes;

    @Column(name = "unit_bytes")
    int unitBytes;

    @Column(name = "price_per_gib_micros")
    long pricePerGiBMicros;

    byte[] anchor;

    @Column(name = "issued_at_millis")
    long issuedAtMillis;

    @Column(name = "expires_at_millis")
    long expiresAtMillis;

    @Column(name = "expires_round")
    long expiresRound;

    boolean signed;

    @Column(name = "max_bitrate_bps")
    long maxBitrateBps;

    protected IssuedGrantRow() {}

    static IssuedGrantRow of(Grant grant) {
        IssuedGrantRow row = new IssuedGrantRow();
        row.id = grant.id().value();
        row.payer = grant.payer().value();
        row.box = grant.box().value();
        row.stream = grant.stream().value();
        row.rendition = grant.rendition().value();
        row.fromSequence = grant.fromSequence();
        row.toSequence = grant.toSequence();
        row.maxBytes = grant.maxBytes();
        row.unitBytes = grant.unitBytes();
        row.pricePerGiBMicros = grant.pricePerGiBMicros();
        row.anchor = grant.anchor().bytes();
        row.issuedAtMillis = grant.issuedAtMillis();
        row.expiresAtMillis = grant.expiresAtMillis();
        row.expiresRound = grant.expiresRound();
        row.signed = grant.signed();
        row.maxBitrateBps = grant.maxBitrateBps();
        return row;
    }

    Grant toGrant() {
        return new Grant(
                new GrantId(id),
                new AccountId(payer),
                new BoxId(box),
                new StreamId(stream),
                new RenditionName(rendition),
                fromSequence,
                toSequence,
                maxBytes,
                unitBytes,
                pricePerGiBMicros,
                Digest.of(anchor),
                issuedAtMillis,
                expiresAtMillis,
                expiresRound,
                signed,
                maxBitrateBps);
    }
}
