package io.skyv.box.upstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.uplink.GrantRefusedException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What operators see of receiving. */
final class UpstreamMetrics {
    private static final String ALTERED = "altered";

    private final Counter receivedBytes;
    private final Counter badPieces;
    private final Counter renewed;
    private final Counter failures;
    private final AtomicInteger stalled = new AtomicInteger();
    private final MeterRegistry registry;

    UpstreamMetrics(MeterRegistry registry) {
        this.registry = registry;
        receivedBytes = Counter.builder("skyv.upstream.received.bytes")
                .description("Bytes of media received from parent boxes")
                .register(registry);
        badPieces = Counter.builder("skyv.upstream.bad")
                .description("Pieces from parent boxes that were refused: not signed by the source, or other bytes")
                .register(registry);
        renewed = Counter.builder("skyv.upstream.grants.renewed")
                .description("Grants from parent boxes that were followed by another one in time")
                .register(registry);
        failures = Counter.builder("skyv.upstream.failures")
                .description("Requests to parent boxes that failed")
                .register(registry);
        Gauge.builder("skyv.upstream.stalled", stalled::get)
                .description("Streams of others that do not come just now")
                .register(registry);
        for (ParentException.Reason reason : ParentException.Reason.values()) {
            lost(reason.label());
        }
        lost(ALTERED);
    }

    void received(long bytes) {
        receivedBytes.increment(bytes);
    }

    void badPiece() {
        badPieces.increment();
    }

    void renewed() {
        renewed.increment();
    }

    void failed() {
        failures.increment();
    }

    /** A parent box is given up, and another one asked for. */
    void parentLost(ParentException.Reason reason) {
        lost(reason.label()).increment();
    }

    void parentAltered() {
        lost(ALTERED).increment();
    }

    void grantRefused(GrantRefusedException.Reason reason) {
        Counter.builder("skyv.upstream.grants.refused")
                .description("Grants for parent boxes that this box asked for and did not get")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    void stalls() {
        stalled.incrementAndGet();
    }

    void resumes() {
        stalled.decrementAndGet();
    }

    private Counter lost(String reason) {
        return Counter.builder("skyv.upstream.parents.lost")
                .description("Parent boxes that were given up, and another one asked for")
                .tag("reason", reason)
                .register(registry);
    }
}
