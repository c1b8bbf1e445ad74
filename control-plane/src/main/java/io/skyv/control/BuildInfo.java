package io.skyv.control;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which build this is. */
@ApplicationScoped
class BuildInfo {
    void publish(@Observes StartupEvent event, MeterRegistry metrics) {
        Gauge.builder("skyv_build_info", () -> 1)
                .description("always 1; the labels say what runs")
                .tag("version", version())
                .tag("java", Runtime.version().toString())
                .register(metrics);
    }

    static String version() {
        Properties build = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("the build's own properties cannot be read", e);
        }
        return build.getProperty("version", "unknown");
    }
}
