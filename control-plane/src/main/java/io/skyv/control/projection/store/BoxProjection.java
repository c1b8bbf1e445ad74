package io.skyv.control.projection.store;

import io.skyv.control.economy.BoxStanding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A box as the books have it, and what is known of it in the running round. */
@Entity
@Table(name = "projected_box")
class BoxProjection {
    @Id
    String id;

    @Nullable
    String owner;

    @Column(name = "bond_micros")
    long bondMicros;

    @Column(name = "capacity_kbps")
    long capacityKbps;

    @Column(name = "online_seconds")
    long onlineSeconds;

    boolean qualified;

    long heads;

    @Column(name = "heads_of")
    long headsOf;

    @Column(name = "burned_micros")
    long burnedMicros;

    protected BoxProjection() {}

    static BoxProjection of(BoxStanding one) {
        BoxProjection row = new BoxProjection();
        row.id = one.id();
        row.owner = one.owner().orElse(null);
        row.bondMicros = one.bondMicros();
        row.capacityKbps = one.capacityKbps();
        row.onlineSeconds = one.onlineSeconds();
        row.qualified = one.qualified();
        row.heads = one.heads();
        row.headsOf = one.headsOf();
        row.burnedMicros = one.burnedMicros();
        return row;
    }

    BoxStanding toStanding() {
        return new BoxStanding(
                id,
                Optional.ofNullable(owner),
                bondMicros,
                capacityKbps,
                onlineSeconds,
                qualified,
                heads,
                headsOf,
                burnedMicros);
    }
}
