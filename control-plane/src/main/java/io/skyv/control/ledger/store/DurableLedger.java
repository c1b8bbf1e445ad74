package io.skyv.control.ledger.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.skyv.control.config.SkyvConfig;
import io.skyv.control.ledger.Books;
import io.skyv.control.ledger.Journal;
import io.skyv.control.ledger.LedgerView;
import io.skyv.control.ledger.LedgerWriter;
import io.skyv.control.ledger.Operation;
import io.skyv.control.ledger.OperationId;
import io.skyv.control.ledger.Outcome;
import io.skyv.control.ledger.Parameters;
import io.skyv.control.ledger.Recovery;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The ledger of this control plane: comes back from its journal before anything else starts, or begins with the genesis. */
@ApplicationScoped
public class DurableLedger implements Books {
    /** Start-up observers that read the ledger take a higher number. */
    public static final int STARTUP_PRIORITY = 100;

    private static final Logger LOG = Logger.getLogger(DurableLedger.class);

    private final Journal journal;
    private final InstantSource clock;
    private final SkyvConfig config;
    private final LedgerMetrics metrics;
    private volatile @Nullable LedgerWriter writer;

    DurableLedger(Journal journal, InstantSource clock, SkyvConfig config, LedgerMetrics metrics) {
        this.journal = journal;
        this.clock = clock;
        this.config = config;
        this.metrics = metrics;
    }

    void start(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) {
        Recovery recovery = Recovery.replay(journal);
        LedgerWriter started = new LedgerWriter(recovery, journal, clock, Infrastructure.getDefaultExecutor(), metrics);
        started.start();
        writer = started;
        metrics.observe(started);
        if (recovery.head().blocks() == 0) {
            begin(started);
        } else {
            LOG.infof(
                    "ledger: %d blocks replayed, supply %d micro-SKYV, %d in escrow of %d open grants",
                    recovery.head().blocks(),
                    recovery.head().supplyMicros(),
                    recovery.head().escrowMicros(),
                    started.view().openGrants());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        LedgerWriter running = writer;
        if (running != null) {
            running.close();
        }
    }

    private void begin(LedgerWriter started) {
        TreeMap<String, Long> balances = new TreeMap<>(config.genesis());
        balances.values().removeIf(micros -> micros == 0);
        Operation.Genesis genesis = new Operation.Genesis(
                balances, new Parameters(config.protocolFeePpm(), config.price().minMicrosPerGib()));
        Outcome outcome = started.submit(OperationId.derived(0, "genesis"), genesis)
                .toCompletableFuture()
                .join();
        if (outcome instanceof Outcome.Refused refused) {
            throw new IllegalStateException("skyv.genesis is not acceptable to the ledger: "
                    + refused.refusal().code());
        }
        LOG.infof("ledger: begun with test money: %s (micro-SKYV)", genesis.balancesMicros());
    }

    @Override
    public CompletionStage<Outcome> submit(OperationId id, Operation operation) {
        return running().submit(id, operation);
    }

    @Override
    public LedgerView view() {
        return running().view();
    }

    public LedgerWriter.Health health() {
        LedgerWriter running = writer;
        return running == null ? LedgerWriter.Health.STOPPED : running.health();
    }

    private LedgerWriter running() {
        LedgerWriter running = writer;
        if (running == null) {
            throw new IllegalStateException("the ledger is asked before it was started");
        }
        return running;
    }
}
