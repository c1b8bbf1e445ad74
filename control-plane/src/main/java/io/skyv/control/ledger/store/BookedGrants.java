package io.skyv.control.ledger.store;

import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads the projection of grants. Every answer is of a committed block. */
@ApplicationScoped
public class BookedGrants {
    private final Mutiny.SessionFactory sessions;

    BookedGrants(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * In a session of its own: {@code withStatelessSession} would share one with all that is under way on the caller's
     * context, and a session bears only one question at a time; the receipts of a batch are asked for together.
     */
    public Uni<Optional<BookedGrant>> find(GrantId grant) {
        return sessions.openStatelessSession()
                .chain(session ->
                        session.get(GrantProjection.class, grant.value()).eventually(session::close))
                .map(row -> Optional.ofNullable(row).map(GrantProjection::toBookedGrant));
    }
}
