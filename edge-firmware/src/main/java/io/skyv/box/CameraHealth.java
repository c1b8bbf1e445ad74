package io.skyv.box;

import io.skyv.box.source.SourceMetrics;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Whether the camera delivers, at {@code /q/health/well}. Not part of readiness: a box whose camera is away still
 * relays.
 */
@Wellness
@ApplicationScoped
class CameraHealth implements HealthCheck {
    private final BoxConfig config;
    private final SourceMetrics metrics;
    private final Clock clock;

    CameraHealth(BoxConfig config, SourceMetrics metrics, Clock clock) {
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("camera");
        if (config.camera().isEmpty()) {
            return answer.up().withData("state", "none").build();
        }
        String state = metrics.state(clock.millis());
        return answer.status(state.equals("live")).withData("state", state).build();
    }
}
