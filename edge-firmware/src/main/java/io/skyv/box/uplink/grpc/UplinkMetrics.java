package io.skyv.box.uplink.grpc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.uplink.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What the uplink counts. */
final class UplinkMetrics {
    /** The ledger's refusals; another one is counted as {@code other}, so that a server cannot make labels up. */
    private static final Set<String> REFUSALS = Set.of("invalid_receipt", "unknown_grant", "over_grant", "wrong_box");

    private final MeterRegistry registry;
    private final Counter connects;
    private final Counter reconnects;
    private final Counter sent;
    private final Counter booked;
    private volatile Duration roundTrip = Duration.ZERO;

    UplinkMetrics(MeterRegistry registry, BooleanSupplier connected) {
        this.registry = registry;
        Gauge.builder("skyv.uplink.connected", () -> connected.getAsBoolean() ? 1 : 0)
                .description("Whether the session with the control plane is open")
                .register(registry);
        Gauge.builder("skyv.uplink.round.trip.seconds", () -> roundTrip.toNanos() / 1e9)
                .description(
                        "How long the control plane took last to answer a hello or a heartbeat; 0 before the first")
                .register(registry);
        this.connects = counter("skyv.uplink.connects", "Sessions opened with the control plane");
        this.reconnects = counter("skyv.uplink.reconnects", "Sessions that ended, and tries to open one that failed");
        this.sent = counter("skyv.uplink.receipts.sent", "Receipts sent, repeated ones too");
        this.booked = counter("skyv.uplink.receipts.booked", "Receipts that the control plane booked");
        REFUSALS.forEach(this::refused);
    }

    void connected() {
        connects.increment();
    }

    /** A hello or a heartbeat was answered. */
    void heard(Duration after) {
        roundTrip = after;
    }

    void lost() {
        reconnects.increment();
    }

    void sent(int receipts) {
        sent.increment(receipts);
    }

    void answered(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Booked _ -> booked.increment();
                case Outcome.Refused refused -> refused(refused.refusal()).increment();
            }
        }
    }

    private Counter refused(String refusal) {
        return Counter.builder("skyv.uplink.receipts.refused")
                .description("Receipts that the control plane refused")
                .tag("reason", REFUSALS.contains(refusal) ? refusal : "other")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
