package io.skyv.control.grant;

import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;

/** Where reports are kept. */
public interface ReportStore {
    Uni<Void> keep(Report report);

    Uni<Long> countOf(GrantId grant);
}
