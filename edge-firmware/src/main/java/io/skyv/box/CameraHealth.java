package io.skyv.box;

import io.skyv.box.source.SourceMetrics;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
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

    CameraHealth(BoxConfig config, SourceMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("camera");
        if (config.camera().isEmpty()) {
            return answer.up().withData("state", "none").build();
        }
        String state = metrics.state();
        metrics.lastFailure()
                .ifPresent(failure ->
                        answer.withData("lastFailure", failure.reason()).withData("whatToDo", failure.remedy()));
        return answer.status(state.equals("live")).withData("state", state).build();
    }
}
