package io.skyv.control.grant;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** Where the terms of grants are kept, because the ledger knows only their money. */
public interface GrantStore {
    /** Kept before the money is set aside; without that, nobody has the grant. */
    Uni<Void> keep(Grant grant);

    Uni<Optional<Grant>> find(GrantId id);

    /** Those of {@code ids} that there are; at most a thousand are asked for. */
    Uni<List<Grant>> findAll(List<String> ids);
}
