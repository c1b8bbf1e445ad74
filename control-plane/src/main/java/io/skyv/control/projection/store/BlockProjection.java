package io.skyv.control.projection.store;

import io.skyv.control.journal.KeptBlock;
import io.skyv.control.projection.SealedBlock;
import io.skyv.proto.sign.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A block, without what is in it. */
@Entity
@Table(name = "projected_block")
class BlockProjection {
    @Id
    long number;

    @Column(name = "time_millis")
    long timeMillis;

    long generation;

    @Column(name = "previous_hash")
    byte[] previousHash;

    byte[] root;

    byte[] hash;

    int entries;

    long round;

    protected BlockProjection() {}

    static BlockProjection of(KeptBlock block) {
        BlockProjection row = new BlockProjection();
        row.number = block.number();
        row.timeMillis = block.header().timeMillis();
        row.generation = block.header().generation();
        row.previousHash = block.header().previous().bytes();
        row.root = block.header().root().bytes();
        row.hash = block.hash().bytes();
        row.entries = block.entries().size();
        row.round = block.changes().totals().round();
        return row;
    }

    SealedBlock toBlock() {
        return new SealedBlock(
                number,
                timeMillis,
                generation,
                Digest.of(previousHash),
                Digest.of(root),
                Digest.of(hash),
                entries,
                round);
    }
}
