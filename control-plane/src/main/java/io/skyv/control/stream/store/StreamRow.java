package io.skyv.control.stream.store;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A stream; its renditions as JSON, because nobody asks for one of them alone. */
@Entity
@Table(name = "stream")
class StreamRow extends PanacheEntityBase {
    @Id
    String id;

    String box;
    String title;

    @Column(name = "manifest_key")
    byte[] manifestKey;

    String renditions;
    boolean ended;
}
