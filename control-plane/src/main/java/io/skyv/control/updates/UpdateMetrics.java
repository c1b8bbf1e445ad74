package io.skyv.control.updates;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.serve.Keeper;
import io.skyv.ota.serve.Visible;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an operator watches: how long each role still holds, and what was done and refused. */
@ApplicationScoped
class UpdateMetrics {
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Counter published;
    private final Counter renewed;
    private final Counter failed;

    UpdateMetrics(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.published =
                counter("skyv.updates.published", "Times that what people signed was published by this control plane");
        this.renewed =
                counter("skyv.updates.renewed", "Times that this control plane signed snapshot or timestamp anew");
        this.failed = counter("skyv.updates.refused", "Times that publishing, renewing or showing began to fail");
    }

    /** From now on. */
    void watch(Supplier<Optional<Visible>> visible) {
        for (String role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
            Gauge.builder("skyv.updates.expires.seconds", visible, one -> secondsLeft(one.get(), role))
                    .description(
                            "How long what boxes see still holds; below 0 they refuse it; NaN while they see nothing")
                    .tag("role", role)
                    .strongReference(true)
                    .register(meters);
        }
    }

    void kept(Keeper.Done done) {
        switch (done) {
            case PUBLISHED -> published.increment();
            case RENEWED -> renewed.increment();
            case NOTHING -> {}
        }
    }

    void failed() {
        failed.increment();
    }

    private double secondsLeft(Optional<Visible> visible, String role) {
        Instant expires = visible.map(one -> one.expires().get(role)).orElse(null);
        return expires == null
                ? Double.NaN
                : Duration.between(clock.instant(), expires).toMillis() / 1_000.0;
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }
}
