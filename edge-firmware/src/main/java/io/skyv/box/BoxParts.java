package io.skyv.box;

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
import io.skyv.box.uplink.StatusSource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts that several features share, one of each. */
@Dependent
public class BoxParts {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
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
                config.meter().maxGrants(), config.meter().idleClose().toMillis());
        try {
            Meter meter = new Meter(
                    identity.id(),
                    () -> grantKey(identity),
                    config.data().resolve("meter").resolve("receipts.log"),
                    clock,
                    limits);
            Gauge.builder("skyv.meter.grants.open", meter::openGrants)
                    .description("Grants presented here that are still good")
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

    private static Optional<PublicKey> grantKey(BoxIdentity identity) {
        try {
            return Optional.of(identity.grantKey());
        } catch (NotEnrolledException e) {
            return Optional.empty();
        }
    }
}
