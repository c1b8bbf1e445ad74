package io.skyv.control.updates;

import io.skyv.ota.serve.Visible;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether boxes get their updates. No reason to send boxes to another control plane: the books go on all the same. */
@Wellness
@ApplicationScoped
class UpdatesWellness implements HealthCheck {
    private final Updates updates;
    private final InstantSource clock;

    UpdatesWellness(Updates updates, InstantSource clock) {
        this.updates = updates;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("updates");
        if (!updates.isServing()) {
            return response.up().withData("served", false).build();
        }
        Instant now = clock.instant();
        Optional<Visible> visible = updates.visible();
        boolean holds = visible.isPresent()
                && !visible.get().expires().isEmpty()
                && visible.get().expires().values().stream().allMatch(now::isBefore);
        visible.ifPresent(one -> one.expires().forEach((role, until) -> response.withData(role, until.toString())));
        updates.notKept().ifPresent(why -> response.withData("not_kept", why));
        updates.notShown().ifPresent(why -> response.withData("not_shown", why));
        return response.status(holds
                        && updates.notKept().isEmpty()
                        && updates.notShown().isEmpty())
                .withData("served", true)
                .build();
    }
}
