package io.skyv.control.grant;

import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Takes what receivers report. It is kept as it was said; nobody is punished on one receiver's word. */
@ApplicationScoped
public class ReportDesk {
    /** Reports of one grant. */
    public static final int MAX_PER_GRANT = 20;

    private static final Logger LOG = Logger.getLogger(ReportDesk.class);

    private final GrantStore grants;
    private final ReportStore reports;
    private final InstantSource clock;
    private final GrantMetrics metrics;

    ReportDesk(GrantStore grants, ReportStore reports, InstantSource clock, GrantMetrics metrics) {
        this.grants = grants;
        this.reports = reports;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Fails with {@link ProblemException}: no such grant, or it has been reported often enough. */
    public Uni<Void> take(GrantId id, String resource, String reason) {
        return reports.countOf(id).chain(count -> {
            if (count >= MAX_PER_GRANT) {
                throw new ProblemException(
                        ProblemCode.TOO_MANY_REPORTS, "grant " + id + " has " + count + " reports already");
            }
            return grants.find(id)
                    .chain(found -> keep(new Report(
                            id,
                            found.orElseThrow(() ->
                                            new ProblemException(ProblemCode.UNKNOWN_GRANT, "there is no grant " + id))
                                    .box(),
                            resource,
                            reason,
                            clock.millis())));
        });
    }

    private Uni<Void> keep(Report report) {
        return reports.keep(report).invoke(() -> {
            metrics.reported();
            LOG.warnf(
                    "a receiver reports box %s: %s: %s (grant %s)",
                    report.box(), printable(report.resource()), printable(report.reason()), report.grant());
        });
    }

    /** Nobody writes lines of their own into the log. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
