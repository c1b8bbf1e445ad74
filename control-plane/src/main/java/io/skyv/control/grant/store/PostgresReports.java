package io.skyv.control.grant.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.skyv.control.grant.Report;
import io.skyv.control.grant.ReportStore;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports in PostgreSQL. */
@ApplicationScoped
public class PostgresReports implements ReportStore {
    @Override
    public Uni<Void> keep(Report report) {
        ReportRow row = new ReportRow();
        row.grantId = report.grant().value();
        row.box = report.box().value();
        row.resource = report.resource();
        row.reason = report.reason();
        row.atMillis = report.atMillis();
        return Panache.withTransaction(row::persist).replaceWithVoid();
    }

    @Override
    public Uni<Long> countOf(GrantId grant) {
        return Panache.withSession(() -> ReportRow.count("grantId", grant.value()));
    }
}
