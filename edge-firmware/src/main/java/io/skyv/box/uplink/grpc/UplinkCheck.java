package io.skyv.box.uplink.grpc;

import io.skyv.box.uplink.ControlPlane;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether the control plane is there. The box serves without it, so this is up either way. */
@Readiness
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
                .up()
                .withData("connected", controlPlane.connected())
                .build();
    }
}
