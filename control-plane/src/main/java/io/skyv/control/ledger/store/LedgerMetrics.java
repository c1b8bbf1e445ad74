package io.skyv.control.ledger.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.control.ledger.Block;
import io.skyv.control.ledger.BlockListener;
import io.skyv.control.ledger.LedgerSums;
import io.skyv.control.ledger.LedgerWriter;
import io.skyv.control.ledger.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.ToDoubleFunction;

/** Counts what the ledger does, for Prometheus. */
@ApplicationScoped
public class LedgerMetrics implements BlockListener {
    private final MeterRegistry registry;

    LedgerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void observe(LedgerWriter writer) {
        Gauge.builder("skyv_ledger_queue", writer, LedgerWriter::queuedOperations)
                .description("operations that wait for the ledger")
                .strongReference(true)
                .register(registry);
        Gauge.builder("skyv_ledger_writing", writer, w -> w.health() == LedgerWriter.Health.WRITING ? 1 : 0)
                .description("whether the ledger's journal takes blocks")
                .strongReference(true)
                .register(registry);
        Gauge.builder("skyv_ledger_open_grants", writer, w -> w.view().openGrants())
                .description("grants that are not closed")
                .strongReference(true)
                .register(registry);
        money("accounts", writer, sums -> sums.accountsMicros());
        money("grants", writer, sums -> sums.grantsEscrowMicros());
        money("burned", writer, sums -> sums.head().burnedMicros());
    }

    /** The three of them together are what the genesis brought, always. */
    private void money(String where, LedgerWriter writer, ToDoubleFunction<LedgerSums> micros) {
        Gauge.builder(
                        "skyv_ledger_micros",
                        writer,
                        w -> micros.applyAsDouble(w.view().sums()))
                .description("micro-SKYV in accounts, set aside for grants, and burned")
                .tag("where", where)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void committed(Block block) {
        registry.counter("skyv_ledger_blocks").increment();
        block.entries()
                .forEach(entry -> registry.counter(
                                "skyv_ledger_operations",
                                "kind",
                                entry.operation().kind(),
                                "outcome",
                                outcome(entry.outcome()))
                        .increment());
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> "applied";
            case Outcome.Refused refused -> refused.refusal().code();
        };
    }
}
