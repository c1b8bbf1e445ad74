package io.skyv.control.grant.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.skyv.control.grant.GrantStore;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Terms of grants in PostgreSQL. Whether a grant is open the ledger knows. */
@ApplicationScoped
public class PostgresGrants implements GrantStore {
    private final Mutiny.SessionFactory sessions;

    PostgresGrants(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Uni<Void> keep(Grant grant) {
        return Panache.withTransaction(() -> IssuedGrantRow.of(grant).persist()).replaceWithVoid();
    }

    /** In a session of its own, as the receipts of a batch ask together and would share one of their context. */
    @Override
    public Uni<Optional<Grant>> find(GrantId id) {
        return sessions.openStatelessSession()
                .chain(session -> session.get(IssuedGrantRow.class, id.value()).eventually(session::close))
                .map(row -> Optional.ofNullable(row).map(IssuedGrantRow::toGrant));
    }

    @Override
    public Uni<List<Grant>> findAll(List<String> ids) {
        return Panache.withSession(() ->
                        IssuedGrantRow.<IssuedGrantRow>find("id in ?1", ids).list())
                .map(rows -> rows.stream().map(IssuedGrantRow::toGrant).toList());
    }
}
