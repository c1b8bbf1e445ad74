package io.skyv.box;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.identity.BoxIdentity;
import io.skyv.box.identity.NotEnrolledException;
import io.skyv.box.meter.Meter;
import io.skyv.box.meter.MeterLimits;
import io.skyv.box.source.SourceMetrics;
import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.Catalogue;
import io.skyv.box.uplink.BoxStatus;
import io.skyv.box.uplink.NetworkTime;
import io.skyv.box.uplink.StatusSource;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** The parts that several features share, one of each. */
@Dependent
public class BoxParts {
    @Produces
    @Singleton
    NetworkTime networkTime(MeterRegistry registry) {
        NetworkTime time = new NetworkTime(Clock.systemUTC(), System::nanoTime);
        Gauge.builder("skyv.clock.ahead.seconds", () -> time.aheadMillis() / 1000.0)
                .description("How far this machine's clock is ahead of the control plane's; behind where negative")
                .register(registry);
        return time;
    }

    @Produces
    @Singleton
    Catalogue catalogue() {
        return new Catalogue();
    }

    @Produces
    @Singleton
    SourceMetrics sourceMetrics(MeterRegistry registry) {
        return new SourceMetrics(registry);
    }

    @Produces
    @Singleton
    Meter meter(BoxConfig config, BoxIdentity identity, Clock clock, MeterRegistry registry) {
        MeterLimits limits = new MeterLimits(
                config.meter().maxGrants(),
                config.meter().idleClose().toMillis(),
                config.meter().maxGrantChecks());
        try {
            Meter meter = new Meter(
                    identity.id(),
                    () -> grantKey(identity),
                    config.data().resolve("meter").resolve("receipts.log"),
                    clock,
                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                    limits);
            Gauge.builder("skyv.meter.grants.open", meter::openGrants)
                    .description("Grants presented here that are still good")
                    .register(registry);
            Gauge.builder("skyv.meter.writable", () -> meter.canWrite() ? 1 : 0)
                    .description("Whether receipts can be written down")
                    .register(registry);
            FunctionCounter.builder("skyv.meter.records.unwritten", meter, Meter::unwrittenRecords)
                    .description("Records of grants and receipts that could not be written")
                    .register(registry);
            Gauge.builder("skyv.meter.grants.unbooked", meter::unbookedGrants)
                    .description("Grants with a payment, or an end, that the control plane has not booked yet")
                    .register(registry);
            return meter;
        } catch (IOException e) {
            throw new UncheckedIOException("the receipt file cannot be opened: " + e.getMessage(), e);
        }
    }

    @Produces
    @Singleton
    StatusSource status(Catalogue catalogue, Meter meter) {
        return () -> new BoxStatus(
                catalogue.all().stream().map(CarriedStream::id).collect(Collectors.toUnmodifiableSet()),
                meter.openGrants(),
                meter.servedBytes());
    }

    /** At {@code /q/health/well}. Not part of readiness: what is free, such as playlists, is still served. */
    @Produces
    @Wellness
    @Singleton
    HealthCheck receiptsHealth(Meter meter) {
        return () ->
                HealthCheckResponse.named("receipts").status(meter.canWrite()).build();
    }

    private static Optional<PublicKey> grantKey(BoxIdentity identity) {
        try {
            return Optional.of(identity.grantKey());
        } catch (NotEnrolledException e) {
            return Optional.empty();
        }
    }
}
