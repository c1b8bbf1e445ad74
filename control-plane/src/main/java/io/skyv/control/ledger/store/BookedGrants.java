package io.skyv.control.ledger.store;

import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.projection.BookedGrant;
import io.skyv.control.projection.store.Projections;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds grants also when the ledger has forgotten them: from its view, or else in the projections. */
@ApplicationScoped
public class BookedGrants {
    private final LedgerPort ledger;
    private final Projections projections;

    BookedGrants(LedgerPort ledger, Projections projections) {
        this.ledger = ledger;
        this.projections = projections;
    }

    public Uni<Optional<BookedGrant>> find(GrantId grant) {
        Optional<BookedGrant> known = ledger.books()
                .openGrant(grant)
                .map(position -> new BookedGrant(position, true))
                .or(() -> ledger.books().lateGrant(grant).map(position -> new BookedGrant(position, false)));
        return known.isPresent() ? Uni.createFrom().item(known) : projections.grant(grant.value());
    }
}
