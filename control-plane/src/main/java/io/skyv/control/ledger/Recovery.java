package io.skyv.control.ledger;

import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.List;

/**
 * The books as they come back from the journal. Believes nothing: each row's number, chain, root, hash and outcomes are
 * checked by doing all of it again.
 */
public final class Recovery {
    /** Rows that are read at once. */
    static final int PAGE_ROWS = 200;

    final Ledger ledger = new Ledger();
    final RememberedOutcomes remembered = new RememberedOutcomes();
    final LedgerView view = new LedgerView();
    private long blocks;
    private Digest hash = Digest.ZERO;

    private Recovery() {}

    /** @throws JournalDamagedException naming the first block that is not as it was written */
    public static Recovery replay(Journal journal) {
        Recovery recovery = new Recovery();
        List<JournalRow> rows;
        do {
            rows = journal.readAfter(recovery.blocks, PAGE_ROWS);
            rows.forEach(recovery::accept);
        } while (rows.size() == PAGE_ROWS);
        recovery.view.publish(recovery.ledger.takeChanges(), recovery.head());
        return recovery;
    }

    public LedgerHead head() {
        return ledger.head(blocks, hash);
    }

    private void accept(JournalRow row) {
        long number = blocks + 1;
        check(number, row.number() == number, "it is missing, the next one is " + row.number());
        check(number, row.previous().equals(hash), "it does not follow the block before it");
        Block block = read(row);
        check(number, Block.root(block.entries()).equals(row.root()), "its entries do not have its root");
        check(number, block.hash().equals(row.hash()), "its header does not have its hash");
        for (Entry entry : block.entries()) {
            Outcome outcome = ledger.apply(entry.operation());
            check(number, outcome.equals(entry.outcome()), "operation " + entry.id() + " now comes to " + outcome);
            remembered.put(entry);
        }
        blocks = number;
        hash = row.hash();
    }

    private static Block read(JournalRow row) {
        try {
            return new Block(row.number(), row.timeMillis(), row.previous(), row.root(), Block.readBody(row.body()));
        } catch (MalformedException | IllegalArgumentException e) {
            throw new JournalDamagedException(row.number(), String.valueOf(e.getMessage()));
        }
    }

    private static void check(long number, boolean holds, String otherwise) {
        if (!holds) {
            throw new JournalDamagedException(number, otherwise);
        }
    }
}
