package io.skyv.box.uplink.grpc;

import io.skyv.box.uplink.ControlPlane;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether the control plane is there, at {@code /q/health/well}. Not part of readiness: without it the box still serves
 * under the grants that are out.
 */
@Wellness
@ApplicationScoped
class UplinkCheck implements HealthCheck {
    private final ControlPlane controlPlane;

    @Inject
    UplinkCheck(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("uplink")
                .status(controlPlane.connected())
                .build();
    }
}
