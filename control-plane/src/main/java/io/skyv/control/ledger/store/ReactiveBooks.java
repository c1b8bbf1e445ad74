package io.skyv.control.ledger.store;

import io.skyv.control.ledger.Books;
import io.skyv.control.ledger.LedgerBusyException;
import io.skyv.control.ledger.LedgerView;
import io.skyv.control.ledger.Operation;
import io.skyv.control.ledger.OperationId;
import io.skyv.control.ledger.Outcome;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The books for those who live on an event loop: the outcome comes back on the Vert.x context that asked. */
@ApplicationScoped
public class ReactiveBooks {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Books books;

    ReactiveBooks(Books books) {
        this.books = books;
    }

    /** Fails with {@link io.skyv.control.ledger.LedgerBusyException} if the ledger takes nothing now. */
    public Uni<Outcome> submit(OperationId id, Operation operation) {
        return onCallersContext(bounded(Uni.createFrom().completionStage(() -> books.submit(id, operation))));
    }

    /** From now on {@code owner} is paid for {@code box}'s work. */
    public Uni<Outcome> assignBox(BoxId box, AccountId owner) {
        return onCallersContext(bounded(Uni.createFrom().completionStage(() -> books.assignBox(box, owner))));
    }

    public LedgerView view() {
        return books.view();
    }

    /** The ledger itself waits for its journal for as long as it takes; nobody else has to. */
    private static Uni<Outcome> bounded(Uni<Outcome> outcome) {
        return outcome.ifNoItem()
                .after(LONGEST_WAIT)
                .failWith(() -> new LedgerBusyException("the ledger's database does not answer; ask again later"));
    }

    private static Uni<Outcome> onCallersContext(Uni<Outcome> outcome) {
        Context caller = Vertx.currentContext();
        return caller == null ? outcome : outcome.emitOn(command -> caller.runOnContext(_ -> command.run()));
    }
}
