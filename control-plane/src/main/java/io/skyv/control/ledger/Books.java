package io.skyv.control.ledger;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one way into the ledger. */
public interface Books {
    /**
     * Hands an operation in. Never blocks. The stage completes when the block with the operation is durable; on a thread
     * of its own, so carry on elsewhere what needs a context. The same id and operation once more gets the outcome of
     * the first time; the same id with another operation is refused as {@link Refusal#ID_REUSED}.
     *
     * @return fails with {@link LedgerBusyException} if the queue is full or the ledger has stopped
     */
    CompletionStage<Outcome> submit(OperationId id, Operation operation);

    /** The books as of the last committed block. */
    LedgerView view();

    /** From now on {@code owner} is paid for {@code box}'s work. Costs nothing if that is so already. */
    default CompletionStage<Outcome> assignBox(BoxId box, AccountId owner) {
        if (view().paidFor(box).equals(owner)) {
            return CompletableFuture.completedStage(Outcome.Applied.NOTHING_MOVED);
        }
        LedgerHead head = view().head();
        OperationId id = OperationId.derived(head.round(), "assignBox " + box + " " + owner + " " + head.hash());
        return submit(id, new Operation.AssignBox(box.value(), owner.value()));
    }
}
