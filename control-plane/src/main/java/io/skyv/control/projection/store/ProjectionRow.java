package io.skyv.control.projection.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far the projections are. */
@Entity
@Table(name = "projection")
class ProjectionRow {
    @Id
    int id;

    long blocks;

    long rounds;

    protected ProjectionRow() {}
}
