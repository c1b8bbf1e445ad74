package io.skyv.control.grant;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Counts grants, receipts and reports, for Prometheus. */
@ApplicationScoped
public class GrantMetrics {
    private static final String RECEIPTS_REFUSED = "skyv_receipts_refused";
    private static final String REPORTS_RECEIVED = "skyv_reports_received";
    private static final List<String> RECEIPT_REFUSALS =
            List.of("invalid_receipt", "unknown_grant", "over_grant", "wrong_box");

    private final MeterRegistry registry;

    GrantMetrics(MeterRegistry registry) {
        this.registry = registry;
        RECEIPT_REFUSALS.forEach(reason -> registry.counter(RECEIPTS_REFUSED, "reason", reason));
        registry.counter(REPORTS_RECEIVED);
    }

    void issued(String receiver) {
        registry.counter("skyv_grants_issued", "receiver", receiver).increment();
    }

    void refused(String reason) {
        registry.counter("skyv_grants_refused", "reason", reason).increment();
    }

    void receiptBooked() {
        registry.counter("skyv_receipts_booked").increment();
    }

    void receiptRefused(String reason) {
        registry.counter(RECEIPTS_REFUSED, "reason", reason).increment();
    }

    void reported() {
        registry.counter(REPORTS_RECEIVED).increment();
    }
}
