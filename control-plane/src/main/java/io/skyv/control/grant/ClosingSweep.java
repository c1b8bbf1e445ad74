package io.skyv.control.grant;

import io.quarkus.scheduler.Scheduled;
import io.skyv.control.config.SkyvConfig;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.OperationId;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Closes grants whose box never did. As rounds start the ledger does so itself; while none do it is the settlement grace
 * that decides.
 */
@ApplicationScoped
public class ClosingSweep {
    /** Grants that are closed at once; the rest waits for the next time. */
    static final int MAX_CLOSED_AT_ONCE = 1_000;

    private static final Logger LOG = Logger.getLogger(ClosingSweep.class);

    private final OpenGrants open;
    private final ReactiveBooks books;
    private final SkyvConfig config;
    private final InstantSource clock;
    private final GrantMetrics metrics;

    ClosingSweep(OpenGrants open, ReactiveBooks books, SkyvConfig config, InstantSource clock, GrantMetrics metrics) {
        this.open = open;
        this.books = books;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(
            every = "5m",
            delayed = "1m",
            identity = "close-grants",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        long before = clock.millis() - config.grants().settlementGrace().toMillis();
        return Multi.createFrom()
                .iterable(open.endedBefore(before, MAX_CLOSED_AT_ONCE))
                .onItem()
                .transformToUniAndMerge(this::close)
                .collect()
                .with(Collectors.counting())
                .invoke(closed -> {
                    if (closed > 0) {
                        LOG.infof("closed %d grants whose boxes never did", closed);
                    }
                })
                .onFailure()
                .invoke(fault -> LOG.warnf("grants that ended could not be closed, later again: %s", fault))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Outcome> close(GrantId grant) {
        return books.submit(
                        OperationId.derived(books.view().head().round(), "closeGrant " + grant),
                        new Operation.CloseGrant(grant.value()))
                .invoke(metrics::closedBySweep);
    }
}
