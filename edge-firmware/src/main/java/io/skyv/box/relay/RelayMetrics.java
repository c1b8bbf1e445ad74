package io.skyv.box.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.meter.Refusal;

/** What operators see of serving. */
final class RelayMetrics {
    private final Counter[] refused = new Counter[Refusal.Code.values().length];
    private final Counter servedBytes;
    private final Counter servedBodies;
    private final Counter receipts;

    RelayMetrics(MeterRegistry registry) {
        for (Refusal.Code code : Refusal.Code.values()) {
            refused[code.ordinal()] = Counter.builder("skyv.relay.refused")
                    .description("Requests that were not served, by the code they were given")
                    .tag("code", code.text())
                    .register(registry);
        }
        servedBytes = Counter.builder("skyv.relay.served.bytes")
                .description("Bytes of init segments, parts and segments that were served")
                .register(registry);
        servedBodies = Counter.builder("skyv.relay.served")
                .description("Init segments, parts and segments that were served")
                .register(registry);
        receipts = Counter.builder("skyv.relay.receipts")
                .description("Receipts that came with requests and were taken")
                .register(registry);
    }

    void refused(Refusal.Code code) {
        refused[code.ordinal()].increment();
    }

    void served(long bytes) {
        servedBytes.increment(bytes);
        servedBodies.increment();
    }

    void receiptTaken() {
        receipts.increment();
    }
}
