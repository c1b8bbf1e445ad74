package io.skyv.control.ledger;

import io.skyv.control.journal.Answer;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.Request;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The ledger as everybody else sees it: where operations go in, and where kept blocks come out. */
public interface LedgerPort {
    /** What this ledger does now. */
    enum Role {
        /** Not yet replayed. */
        STARTING,
        /** Follows another one that writes; takes over when that one is silent. */
        STANDBY,
        /** Takes operations. */
        WRITING,
        /** Is the writer, but its store does not answer; the block at hand is tried again and again. */
        STORE_AWAY,
        /** By a fault, or because it was closed; does nothing any more. */
        STOPPED
    }

    /**
     * Hands an operation in. Never blocks. The stage completes, never exceptionally, when the block with the operation is
     * kept and {@link #books} and all listeners have it; on a thread that tells others after
     * it, so carry on elsewhere what takes long or needs a context. The same id and operation once more gets the outcome of the first time. {@link Answer.Busy} when it is
     * not taken, or when nobody can say whether it was done: ask again, with the same id.
     */
    CompletionStage<Answer> ask(Request request);

    /** The books as of the last kept block. */
    BooksView books();

    /**
     * From now on {@code listener} is told of each kept block, in order, writer or standby. It is called on the ledger's
     * thread: it must not block and not fail. The first block it hears of may be any; {@link #retell} tells those before.
     */
    void listen(Consumer<KeptBlock> listener);

    /**
     * Tells the kept blocks from {@code after + 1} to {@code last} once more, as they were told then; blocks for as long as
     * that takes, and longer the further back it is, as it does again all since a snapshot before them. To be called by a
     * reader that has fallen behind, or after a start by one that has not seen all.
     *
     * @param last at most the number of the last kept block
     * @throws io.skyv.control.journal.StoreUnavailableException if the store does not answer; to be tried again
     */
    void retell(long after, long last, Consumer<KeptBlock> listener);

    Role role();

    /**
     * From now on {@code action} is run, on the ledger's thread, whenever this one becomes the writer after it was a standby,
     * before it takes operations: what others remember of the database may be old by then.
     */
    void whenWriting(Runnable action);
}
