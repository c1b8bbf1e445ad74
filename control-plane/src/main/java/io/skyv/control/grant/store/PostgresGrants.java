package io.skyv.control.grant.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.skyv.control.grant.GrantStore;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Terms of grants in PostgreSQL. Whether a grant is open is read from the ledger's projection. */
@ApplicationScoped
public class PostgresGrants implements GrantStore {
    private static final String OPEN =
            "from IssuedGrantRow i where exists (from GrantProjection g where g.id = i.id and g.open)";

    @Override
    public Uni<Void> keep(Grant grant) {
        return Panache.withTransaction(() -> IssuedGrantRow.of(grant).persist()).replaceWithVoid();
    }

    @Override
    public Uni<Optional<Grant>> find(GrantId id) {
        return Panache.withSession(() -> IssuedGrantRow.<IssuedGrantRow>findById(id.value()))
                .map(row -> Optional.ofNullable(row).map(IssuedGrantRow::toGrant));
    }

    @Override
    public Uni<List<Grant>> open(int limit) {
        return Panache.withSession(() -> IssuedGrantRow.<IssuedGrantRow>find(OPEN + " order by i.issuedAtMillis")
                        .range(0, limit - 1)
                        .list())
                .map(rows -> rows.stream().map(IssuedGrantRow::toGrant).toList());
    }

    @Override
    public Uni<List<GrantId>> openThoughEndedBefore(long millis, int limit) {
        return Panache.withSession(() -> IssuedGrantRow.<IssuedGrantRow>find(
                                OPEN + " and i.expiresAtMillis < ?1 order by i.expiresAtMillis", millis)
                        .range(0, limit - 1)
                        .list())
                .map(rows -> rows.stream().map(row -> new GrantId(row.id)).toList());
    }
}
