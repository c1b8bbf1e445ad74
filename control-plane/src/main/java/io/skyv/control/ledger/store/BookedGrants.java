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

    public Uni<Optional<BookedGrant>> find(GrantId grant) {
        return sessions.withStatelessSession(session -> session.get(GrantProjection.class, grant.value()))
                .map(row -> Optional.ofNullable(row).map(GrantProjection::toBookedGrant));
    }
}
