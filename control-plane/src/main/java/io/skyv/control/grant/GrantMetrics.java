package io.skyv.control.grant;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts grants, receipts and reports, for Prometheus. */
@ApplicationScoped
public class GrantMetrics {
    private final MeterRegistry registry;

    GrantMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void issued(String receiver) {
        registry.counter("skyv_grants_issued", "receiver", receiver).increment();
    }

    void refused(String reason) {
        registry.counter("skyv_grants_refused", "reason", reason).increment();
    }

    void closedBySweep() {
        registry.counter("skyv_grants_swept").increment();
    }

    void receiptBooked() {
        registry.counter("skyv_receipts_booked").increment();
    }

    void receiptRefused(String reason) {
        registry.counter("skyv_receipts_refused", "reason", reason).increment();
    }

    void reported() {
        registry.counter("skyv_reports_received").increment();
    }
}
