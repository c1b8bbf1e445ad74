package io.skyv.control.fleet.grpc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.control.fleet.SessionEnd;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What is counted of sessions. */
@ApplicationScoped
class SessionMetrics {
    private final MeterRegistry meters;
    private final Counter heartbeats;
    private final Counter batches;

    @Inject
    SessionMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.heartbeats = Counter.builder("skyv.heartbeats")
                .description("Heartbeats of boxes")
                .register(meters);
        this.batches = Counter.builder("skyv.receipt.batches")
                .description("Batches of receipts that boxes sent")
                .register(meters);
        for (SessionEnd reason : SessionEnd.values()) {
            ended(reason);
        }
    }

    void heartbeat() {
        heartbeats.increment();
    }

    void batch() {
        batches.increment();
    }

    Counter ended(SessionEnd reason) {
        return Counter.builder("skyv.sessions.ended")
                .description("Sessions that are over")
                .tag("reason", reason.label())
                .register(meters);
    }
}
