package io.skyv.control.projection.store;

import io.skyv.control.economy.PositionStanding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigInteger;

/** What one delegator has in one pool. */
@Entity
@Table(name = "projected_position")
class PositionProjection {
    @Id
    String id;

    String delegator;

    String transcoder;

    boolean own;

    String shares;

    @Column(name = "last_factor")
    String lastFactor;

    @Column(name = "fees_micros")
    long feesMicros;

    @Column(name = "pending_micros")
    long pendingMicros;

    protected PositionProjection() {}

    static PositionProjection of(PositionStanding one) {
        PositionProjection row = new PositionProjection();
        row.id = one.delegator() + "@" + one.transcoder();
        row.delegator = one.delegator();
        row.transcoder = one.transcoder();
        row.own = one.delegator().equals(one.transcoder());
        row.shares = one.shares().toString();
        row.lastFactor = one.lastFactor().toString();
        row.feesMicros = one.feesMicros();
        row.pendingMicros = one.pendingMicros();
        return row;
    }

    PositionStanding toStanding() {
        return new PositionStanding(
                delegator, transcoder, new BigInteger(shares), new BigInteger(lastFactor), feesMicros, pendingMicros);
    }
}
