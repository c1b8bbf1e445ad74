package io.skyv.control.ledger.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.ledger.BooksHead;
import io.skyv.control.ledger.LedgerPort;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.ToDoubleFunction;

/** Counts what the ledger does, for Prometheus. */
@ApplicationScoped
public class LedgerMetrics {
    private final MeterRegistry registry;
    private final DurableLedger ledger;

    LedgerMetrics(MeterRegistry registry, DurableLedger ledger) {
        this.registry = registry;
        this.ledger = ledger;
    }

    /** Before the ledger, so that its first block counts. */
    void observe(@Observes @Priority(DurableLedger.STARTUP_PRIORITY - 1) StartupEvent event) {
        gauge("skyv_ledger_queue", "operations that wait for the ledger", DurableLedger::waiting);
        gauge(
                "skyv_ledger_writing",
                "whether the ledger's journal takes blocks",
                running -> running.role() == LedgerPort.Role.WRITING ? 1 : 0);
        gauge(
                "skyv_ledger_standby",
                "whether this one follows another control plane that writes",
                running -> running.role() == LedgerPort.Role.STANDBY ? 1 : 0);
        gauge(
                "skyv_ledger_round",
                "the ledger's round",
                running -> running.books().head().round());
        gauge(
                "skyv_ledger_open_grants",
                "grants that are not closed",
                running -> running.books().head().totals().openGrants());
        money("accounts", head -> head.accountsMicros());
        money("grants", head -> head.grantsEscrowMicros());
        money("pending", head -> head.totals().pendingMicros());
        money("stake", head -> head.totals().stakeMicros());
        money("fees", head -> head.totals().feesMicros());
        money("bonds", head -> head.totals().boxBondsMicros());
        money("locks", head -> head.totals().locksMicros());
        money("burned", head -> head.totals().burnedMicros());
        ledger.listen(this::kept);
    }

    private void gauge(String name, String description, ToDoubleFunction<DurableLedger> value) {
        Gauge.builder(name, ledger, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** All of them together are what the genesis brought and rounds have minted, always. */
    private void money(String where, ToDoubleFunction<BooksHead> micros) {
        Gauge.builder(
                        "skyv_ledger_micros",
                        ledger,
                        running -> micros.applyAsDouble(running.books().head()))
                .description("micro-SKYV by where they are, and those that were burned")
                .tag("where", where)
                .strongReference(true)
                .register(registry);
    }

    private void kept(KeptBlock block) {
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
