package io.skyv.control.ledger.store;

import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import io.skyv.control.ledger.BooksHead;
import io.skyv.control.ledger.BooksView;
import io.skyv.control.ledger.LedgerBusyException;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The ledger for those who live on an event loop: the outcome comes back on the Vert.x context that asked. */
@ApplicationScoped
public class ReactiveBooks {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final LedgerPort ledger;

    ReactiveBooks(LedgerPort ledger) {
        this.ledger = ledger;
    }

    /** Fails with {@link LedgerBusyException} if the ledger takes nothing now, or it cannot be said whether it did. */
    public Uni<Outcome> submit(OperationId id, Operation operation) {
        return onCallersContext(Uni.createFrom()
                .completionStage(() -> ledger.ask(new Request(id, operation)))
                .ifNoItem()
                .after(LONGEST_WAIT)
                .failWith(() -> new LedgerBusyException("the ledger's database does not answer; ask again later"))
                .map(answer -> outcome(id, answer)));
    }

    private static Outcome outcome(OperationId id, Answer answer) {
        return switch (answer) {
            case Answer.Done done -> done.outcome();
            case Answer.Busy busy -> throw new LedgerBusyException(busy.why());
            case Answer.StaleId _ -> throw new LedgerBusyException("a round has just begun; ask again");
            case Answer.IdReused _ -> throw new IllegalStateException("two operations have the id " + id);
        };
    }

    /** From now on {@code owner} is paid for {@code box}'s work. Costs nothing if that is so already. */
    public Uni<Outcome> assignBox(BoxId box, AccountId owner) {
        return Uni.createFrom().deferred(() -> {
            if (view().paidFor(box).equals(owner)) {
                return Uni.createFrom().item(Outcome.Applied.NOTHING_MOVED);
            }
            BooksHead head = view().head();
            OperationId id = OperationId.derived(head.round(), "assignBox " + box + " " + owner + " " + head.hash());
            return submit(id, new Operation.AssignBox(box.value(), owner.value()));
        });
    }

    public BooksView view() {
        return ledger.books();
    }

    /** For who would do something else first: {@link LedgerBusyException} if this control plane is not the one that writes. */
    public void requireWriter() {
        switch (ledger.role()) {
            case STARTING, STANDBY -> throw new LedgerBusyException("this one is a standby; ask the one that writes");
            case STOPPED -> throw new LedgerBusyException("the ledger has stopped");
            case WRITING, STORE_AWAY -> {}
        }
    }

    private static Uni<Outcome> onCallersContext(Uni<Outcome> outcome) {
        Context caller = Vertx.currentContext();
        return caller == null ? outcome : outcome.emitOn(command -> caller.runOnContext(_ -> command.run()));
    }
}
