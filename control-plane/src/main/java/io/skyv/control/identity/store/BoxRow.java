package io.skyv.control.identity.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.skyv.control.identity.Member;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A {@link Member} as a row. */
@Entity
@Table(name = "box")
class BoxRow extends PanacheEntityBase {
    @Id
    String id;

    String owner;

    @Column(name = "first_seen")
    Instant firstSeen;

    @Column(name = "last_seen")
    Instant lastSeen;

    @Column(name = "operating_serial")
    String operatingSerial;

    boolean revoked;

    Member member() {
        return new Member(new BoxId(id), new AccountId(owner), firstSeen, lastSeen, operatingSerial, revoked);
    }
}
