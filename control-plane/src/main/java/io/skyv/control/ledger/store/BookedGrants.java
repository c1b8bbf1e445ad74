package io.skyv.control.ledger.store;

import io.skyv.control.ledger.LedgerPort;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Finds grants also when the ledger has forgotten them: from its view, or else in the projection. */
@ApplicationScoped
public class BookedGrants {
    private final Mutiny.SessionFactory sessions;
    private final LedgerPort ledger;

    BookedGrants(Mutiny.SessionFactory sessions, LedgerPort ledger) {
        this.sessions = sessions;
        this.ledger = ledger;
    }

    /**
     * In a session of its own: {@code withStatelessSession} would share one with all that is under way on the caller's
     * context, and a session bears only one question at a time; the receipts of a batch are asked for together.
     */
    public Uni<Optional<BookedGrant>> find(GrantId grant) {
        Optional<BookedGrant> known = ledger.books()
                .openGrant(grant)
                .map(position -> new BookedGrant(position, true))
                .or(() -> ledger.books().lateGrant(grant).map(position -> new BookedGrant(position, false)));
        if (known.isPresent()) {
            return Uni.createFrom().item(known);
        }
        return sessions.openStatelessSession()
                .chain(session ->
                        session.get(GrantProjection.class, grant.value()).eventually(session::close))
                .map(row -> Optional.ofNullable(row).map(GrantProjection::toBookedGrant));
    }
}
