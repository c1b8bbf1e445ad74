package io.skyv.control.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.guard.ConnectionLimits;
import io.skyv.guard.Connections;
import io.skyv.guard.Connections.Cause;

/** What is counted of connections. */
final class ConnectionMetrics {
    private ConnectionMetrics() {}

    /** Connections within {@code limits}, that are seen in {@code registry}. */
    static Connections counting(ConnectionLimits limits, MeterRegistry registry) {
        for (Cause cause : Cause.values()) {
            ended(registry, cause);
        }
        Connections connections =
                new Connections(limits, cause -> ended(registry, cause).increment());
        Gauge.builder("skyv.http.connections.open", connections, Connections::open)
                .description("Connections of boxes, pages and apps")
                .strongReference(true)
                .register(registry);
        return connections;
    }

    private static Counter ended(MeterRegistry registry, Cause cause) {
        return registry.counter("skyv.http.connections.ended", "cause", cause.label());
    }
}
