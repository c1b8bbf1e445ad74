package io.skyv.control.projection.store;

import io.skyv.control.economy.LockStanding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Money on its way out. */
@Entity
@Table(name = "projected_lock")
class LockProjection {
    @Id
    long number;

    String owner;

    @Column(name = "of_pool")
    boolean ofPool;

    String source;

    long micros;

    @Column(name = "made_round")
    long madeRound;

    @Column(name = "opens_round")
    long opensRound;

    protected LockProjection() {}

    static LockProjection of(LockStanding one) {
        LockProjection row = new LockProjection();
        row.number = one.number();
        row.owner = one.owner();
        row.ofPool = one.ofPool();
        row.source = one.from();
        row.micros = one.micros();
        row.madeRound = one.madeRound();
        row.opensRound = one.opensRound();
        return row;
    }

    LockStanding toStanding() {
        return new LockStanding(number, owner, ofPool, source, micros, madeRound, opensRound);
    }
}
