package io.skyv.control.ledger.store;

import io.skyv.control.ledger.JournalRow;
import io.skyv.proto.sign.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the journal. */
@Entity
@Table(name = "ledger_block")
class JournalBlock {
    @Id
    long number;

    @Column(name = "time_millis")
    long timeMillis;

    @Column(name = "previous_hash")
    byte[] previousHash;

    byte[] root;
    byte[] body;
    byte[] hash;

    protected JournalBlock() {}

    static JournalBlock of(JournalRow row) {
        JournalBlock block = new JournalBlock();
        block.number = row.number();
        block.timeMillis = row.timeMillis();
        block.previousHash = row.previous().bytes();
        block.root = row.root().bytes();
        block.body = row.body();
        block.hash = row.hash().bytes();
        return block;
    }

    JournalRow toRow() {
        return new JournalRow(number, timeMillis, Digest.of(previousHash), Digest.of(root), body, Digest.of(hash));
    }
}
