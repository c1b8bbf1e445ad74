package io.skyv.control.ledger.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A piece of a snapshot. */
@Entity
@Table(name = "journal_snapshot")
@IdClass(SnapshotChunkEntity.Place.class)
class SnapshotChunkEntity {
    @Id
    long blocks;

    @Id
    int place;

    byte[] bytes;

    /** @param place from 0 */
    record Place(long blocks, int place) implements Serializable {}

    protected SnapshotChunkEntity() {}

    SnapshotChunkEntity(long blocks, int place, byte[] bytes) {
        this.blocks = blocks;
        this.place = place;
        this.bytes = bytes;
    }
}
