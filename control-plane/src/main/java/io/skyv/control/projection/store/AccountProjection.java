package io.skyv.control.projection.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What an account has free to spend. */
@Entity
@Table(name = "projected_account")
class AccountProjection {
    @Id
    String id;

    @Column(name = "balance_micros")
    long balanceMicros;

    protected AccountProjection() {}

    static AccountProjection of(String account, long balanceMicros) {
        AccountProjection row = new AccountProjection();
        row.id = account;
        row.balanceMicros = balanceMicros;
        return row;
    }
}
