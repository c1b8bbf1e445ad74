package io.skyv.control.ledger;

import java.util.List;

/** Where blocks are kept for good. Calls block; the writer's thread is the only one that appends. */
public interface Journal {
    /**
     * Keeps {@code row}, and with it, all or nothing, what pages read of {@code changes}. It is durable when this
     * returns. To append the same row once more is no error: the answer to the first time may have been lost.
     *
     * @throws JournalUnavailableException if it cannot be said whether the row was kept; to be tried again
     * @throws JournalConflictException if another block has this number: somebody else writes to this journal
     */
    void append(JournalRow row, LedgerChanges changes);

    /** The rows after {@code number}, in order, at most {@code limit}. */
    List<JournalRow> readAfter(long number, int limit);
}
