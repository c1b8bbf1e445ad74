package io.skyv.control.ledger.store;

import io.skyv.control.journal.BlockHeader;
import io.skyv.control.journal.BlockRow;
import io.skyv.control.journal.DamagedBlockException;
import io.skyv.proto.sign.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the journal. */
@Entity
@Table(name = "journal_block")
class BlockEntity {
    @Id
    long number;

    @Column(name = "time_millis")
    long timeMillis;

    long generation;

    @Column(name = "previous_hash")
    byte[] previousHash;

    long entries;
    byte[] root;
    byte[] body;

    protected BlockEntity() {}

    /** @throws DamagedBlockException if no block has such a header */
    BlockRow toRow() {
        try {
            BlockHeader header =
                    new BlockHeader(number, timeMillis, generation, Digest.of(previousHash), entries, Digest.of(root));
            return new BlockRow(header, body);
        } catch (IllegalArgumentException e) {
            throw new DamagedBlockException(number, String.valueOf(e.getMessage()));
        }
    }
}
