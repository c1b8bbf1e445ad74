package io.skyv.control.guard;

import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.control.config.SkyvConfig;
import io.skyv.guard.ConnectionLimits;
import io.skyv.guard.ConnectionMetrics;
import io.skyv.guard.GuardEveryConnection;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Tells the guard its limits before the server starts. */
@ApplicationScoped
class GuardedServer {
    /** What is read of a connection at once: a request with its body. */
    private static final int MOST_READ_BYTES = 64 * 1024;

    private final SkyvConfig.Http config;
    private final MeterRegistry registry;

    @Inject
    GuardedServer(SkyvConfig config, MeterRegistry registry) {
        this.config = config.http();
        this.registry = registry;
    }

    /** Routes are asked for before anything listens. */
    void routes(@Observes Router router) {
        ConnectionLimits limits = new ConnectionLimits(
                config.maxConnections(),
                config.maxConnectionsPerAddress(),
                config.requestTimeout(),
                config.minSendRate());
        GuardEveryConnection.with(
                ConnectionMetrics.counting(
                        limits, "skyv.http.connections", "Connections of boxes, pages and apps", registry),
                MOST_READ_BYTES);
    }
}
