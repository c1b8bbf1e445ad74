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

    /** Those that the ledger has open, at most {@code limit}. */
    Uni<List<Grant>> open(int limit);

    /** Those that the ledger has open though they ended before {@code millis}, the oldest first. */
    Uni<List<GrantId>> openThoughEndedBefore(long millis, int limit);
}
