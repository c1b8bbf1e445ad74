package io.skyv.box.upstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What operators see of receiving. */
final class UpstreamMetrics {
    private final Counter receivedBytes;
    private final Counter badPieces;
    private final Counter parentsLost;

    UpstreamMetrics(MeterRegistry registry) {
        receivedBytes = Counter.builder("skyv.upstream.received.bytes")
                .description("Bytes of media received from parent boxes")
                .register(registry);
        badPieces = Counter.builder("skyv.upstream.bad")
                .description("Pieces from parent boxes that were refused: not signed by the source, or other bytes")
                .register(registry);
        parentsLost = Counter.builder("skyv.upstream.parents.lost")
                .description("Times that a parent box was given up for another grant or another box")
                .register(registry);
    }

    void received(long bytes) {
        receivedBytes.increment(bytes);
    }

    void badPiece() {
        badPieces.increment();
    }

    void parentLost() {
        parentsLost.increment();
    }
}
