package io.skyv.control.round;

import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.economy.BoxStanding;
import io.skyv.control.projection.store.Projections;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What is known of rounds by the projections, once they have all that the ledger has. */
@ApplicationScoped
class ProjectedRounds implements RoundClock.RoundMemory {
    private static final int PAGE_ROWS = 1_000;
    private static final Logger LOG = Logger.getLogger(ProjectedRounds.class);

    private final Projections projections;

    ProjectedRounds(Projections projections) {
        this.projections = projections;
    }

    @Override
    public Optional<Instant> startOf(long round, long blocks) {
        try {
            if (await(projections::blocks) < blocks) {
                return Optional.empty();
            }
            if (round == 0) {
                return Optional.of(Instant.EPOCH);
            }
            return await(() -> projections.round(round)).map(started -> Instant.ofEpochMilli(started.timeMillis()));
        } catch (IllegalStateException e) {
            LOG.debugf(e, "the projections do not answer; the round clock asks again");
            return Optional.empty();
        }
    }

    @Override
    public Map<BoxId, Long> secondsOnline() {
        Map<BoxId, Long> seconds = new HashMap<>();
        String after = "";
        List<BoxStanding> page;
        do {
            String from = after;
            page = await(() -> projections.boxes(from, PAGE_ROWS));
            for (BoxStanding box : page) {
                if (box.onlineSeconds() > 0) {
                    seconds.put(new BoxId(box.id()), box.onlineSeconds());
                }
                after = box.id();
            }
        } while (page.size() == PAGE_ROWS);
        return seconds;
    }

    private static <T> T await(Supplier<Uni<T>> question) {
        try {
            return VertxContextSupport.subscribeAndAwait(question);
        } catch (Throwable e) {
            throw new IllegalStateException("the projections do not answer", e);
        }
    }
}
