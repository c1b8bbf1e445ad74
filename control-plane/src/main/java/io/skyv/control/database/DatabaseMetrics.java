package io.skyv.control.database;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How the database was found, which was before there were metrics. */
@ApplicationScoped
class DatabaseMetrics {
    /** System property by which the start tells. */
    static final String STOPPED_LEFT_OVER = "skyv.started.stopped-left-over-database";

    private final MeterRegistry registry;
    private final boolean stoppedLeftOver;

    DatabaseMetrics(
            MeterRegistry registry,
            @ConfigProperty(name = STOPPED_LEFT_OVER, defaultValue = "false") boolean stoppedLeftOver) {
        this.registry = registry;
        this.stoppedLeftOver = stoppedLeftOver;
    }

    void start(@Observes StartupEvent event) {
        Counter.builder("skyv.database.left.over.stopped")
                .description("PostgreSQL servers of a killed control plane that this one found running and stopped")
                .register(registry)
                .increment(stoppedLeftOver ? 1 : 0);
    }
}
