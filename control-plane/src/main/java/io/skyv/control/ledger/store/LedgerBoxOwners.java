package io.skyv.control.ledger.store;

import io.skyv.control.economy.Outcome;
import io.skyv.control.identity.BoxOwners;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Who is paid for a box's work is entered in the books, where the next receipt looks it up. */
@ApplicationScoped
public class LedgerBoxOwners implements BoxOwners {
    private final ReactiveBooks books;

    LedgerBoxOwners(ReactiveBooks books) {
        this.books = books;
    }

    @Override
    public Uni<Void> assign(BoxId box, AccountId owner) {
        return books.assignBox(box, owner)
                .map(outcome -> {
                    if (outcome instanceof Outcome.Refused refused) {
                        throw new IllegalStateException("the ledger does not give " + box + " to " + owner + ": "
                                + refused.refusal().code());
                    }
                    return outcome;
                })
                .replaceWithVoid();
    }
}
