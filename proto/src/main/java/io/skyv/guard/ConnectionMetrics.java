package io.skyv.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.guard.Connections.Cause;

/** What is counted of connections. */
public final class ConnectionMetrics {
    private ConnectionMetrics() {}

    /**
     * Connections within {@code limits}, that are seen in {@code registry}.
     *
     * @param prefix of the meters' names, such as {@code skyv.box.connections}
     * @param description of those that are open: whose they are
     */
    public static Connections counting(
            ConnectionLimits limits, String prefix, String description, MeterRegistry registry) {
        for (Cause cause : Cause.values()) {
            ended(registry, prefix, cause);
        }
        Connections connections =
                new Connections(limits, cause -> ended(registry, prefix, cause).increment());
        Gauge.builder(prefix + ".open", connections, Connections::open)
                .description(description)
                .strongReference(true)
                .register(registry);
        return connections;
    }

    private static Counter ended(MeterRegistry registry, String prefix, Cause cause) {
        return registry.counter(prefix + ".ended", "cause", cause.label());
    }
}
