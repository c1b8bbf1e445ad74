package io.skyv.control.grant;

import io.quarkus.scheduler.Scheduled;
import io.skyv.control.config.SkyvConfig;
import io.skyv.control.ledger.Operation;
import io.skyv.control.ledger.Outcome;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Closes grants whose box never did. With rounds the ledger will do so itself; in round 0 it is the settlement grace
 * that decides.
 */
@ApplicationScoped
public class ClosingSweep {
    /** Grants that are closed at once; the rest waits for the next time. */
    static final int MAX_CLOSED_AT_ONCE = 1_000;

    private static final Logger LOG = Logger.getLogger(ClosingSweep.class);

    private final GrantStore store;
    private final ReactiveBooks books;
    private final OpenGrants open;
    private final SkyvConfig config;
    private final InstantSource clock;
    private final GrantMetrics metrics;

    ClosingSweep(
            GrantStore store,
            ReactiveBooks books,
            OpenGrants open,
            SkyvConfig config,
            InstantSource clock,
            GrantMetrics metrics) {
        this.store = store;
        this.books = books;
        this.open = open;
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
        return store.openThoughEndedBefore(before, MAX_CLOSED_AT_ONCE)
                .onItem()
                .transformToMulti(ids -> Multi.createFrom().iterable(ids))
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
        return books.submit(ReceiptBook.closeId(grant), new Operation.CloseGrant(grant.value()))
                .invoke(() -> {
                    open.remove(grant);
                    metrics.closedBySweep();
                });
    }
}
