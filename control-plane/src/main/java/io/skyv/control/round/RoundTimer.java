package io.skyv.control.round;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.skyv.control.config.SkyvConfig;
import io.skyv.control.fleet.Fleet;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.projection.RoundBegun;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Lets the round clock tick, by a timer of its own, and says when a round does not start. */
@Readiness
@ApplicationScoped
public class RoundTimer implements HealthCheck {
    /** A round that is due for longer than this does not start by itself any more. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** After the projections have been started. */
    private static final int STARTUP_PRIORITY = 300;

    private static final Logger LOG = Logger.getLogger(RoundTimer.class);

    private final LedgerPort ledger;
    private final InstantSource clock;
    private final RoundClock rounds;
    private final Counter started;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("rounds").factory());
    /** By the even clock, since when the next round could have started; 0 while none is due. */
    private volatile long dueSinceNanos;

    private volatile double lateSeconds;

    RoundTimer(
            LedgerPort ledger,
            Fleet fleet,
            ProjectedRounds memory,
            InstantSource clock,
            MeterRegistry meters,
            SkyvConfig config) {
        this.ledger = ledger;
        this.clock = clock;
        this.rounds = new RoundClock(ledger, memory, fleet::online, new RoundLength(config.round()));
        this.started = Counter.builder("skyv.rounds.started")
                .description("Rounds that started since the program did, here or at another control plane")
                .register(meters);
        Gauge.builder("skyv.round.late.seconds", this, one -> one.lateSeconds)
                .description("How long the next round has been due and has not started")
                .strongReference(true)
                .register(meters);
    }

    void start(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) {
        ledger.listen(block -> RoundBegun.in(block).ifPresent(_ -> started.increment()));
        var _ = timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void tick() {
        try {
            Optional<Duration> late = rounds.tick(clock.instant(), System.nanoTime());
            lateSeconds = late.map(one -> one.toMillis() / 1_000.0).orElse(0.0);
            dueSinceNanos = late.isEmpty() ? 0 : dueSinceNanos == 0 ? System.nanoTime() : dueSinceNanos;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("the round clock failed; it ticks again", e);
        }
    }

    @Override
    public HealthCheckResponse call() {
        long since = dueSinceNanos;
        boolean late = since != 0 && System.nanoTime() - since > PATIENCE.toNanos();
        return HealthCheckResponse.named("rounds")
                .status(!late)
                .withData("round", ledger.books().head().round())
                .build();
    }
}
