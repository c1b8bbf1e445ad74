package io.skyv.box.uplink.grpc;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.skyv.box.BoxConfig;
import io.skyv.box.identity.StoredIdentity;
import io.skyv.box.uplink.NetworkTime;
import io.skyv.box.uplink.Receipts;
import io.skyv.box.uplink.StatusSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the uplink, starts and stops it. */
@ApplicationScoped
class UplinkParts {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    @Produces
    @Singleton
    Uplink uplink(
            UplinkConfig config,
            BoxConfig box,
            StoredIdentity identity,
            Receipts receipts,
            StatusSource status,
            NetworkTime networkTime,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        ControlAddress control = ControlAddress.parse(config.control());
        UplinkSettings settings = new UplinkSettings(
                control,
                box.box().publicUrl().map(UplinkParts::withoutSlash).orElseGet(() -> address(control, box.box())),
                box.relay().enabled(),
                version,
                config.uplink().receiptInterval(),
                config.uplink().maxBatch(),
                CALL_TIMEOUT,
                config.uplink().backoffFirst(),
                config.uplink().backoffMax());
        return new Uplink(
                settings,
                identity,
                receipts,
                status,
                Clock.systemUTC(),
                networkTime,
                RandomGenerator.getDefault(),
                registry);
    }

    void start(@Observes StartupEvent event, Uplink uplink) {
        uplink.start();
    }

    void stop(@Observes ShutdownEvent event, Uplink uplink) {
        uplink.close();
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    /** Where the box listens; if that is everywhere, the address of this machine that faces the control plane. */
    private static URI address(ControlAddress control, BoxConfig.Box box) {
        try {
            InetAddress listens = InetAddress.getByName(box.host());
            InetAddress reached = listens.isAnyLocalAddress() ? facing(control) : listens;
            String host = reached.getHostAddress();
            return URI.create("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + box.port());
        } catch (IOException e) {
            throw new UncheckedIOException("where receivers reach this box cannot be told; set SKYV_BOX_PUBLIC_URL", e);
        }
    }

    /** Connecting a datagram socket sends nothing: it only asks the routing table. */
    private static InetAddress facing(ControlAddress control) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            InetSocketAddress there = new InetSocketAddress(control.host(), control.port());
            if (there.isUnresolved()) {
                return InetAddress.getLocalHost();
            }
            probe.connect(there);
            return probe.getLocalAddress();
        }
    }
}
