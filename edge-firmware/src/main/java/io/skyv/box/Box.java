package io.skyv.box;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.skyv.box.capture.CaptureCommand;
import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSupervisor;
import io.skyv.box.capture.OsChildLauncher;
import io.skyv.box.identity.BoxIdentity;
import io.skyv.box.meter.Meter;
import io.skyv.box.relay.RelayRoutes;
import io.skyv.box.segment.NumberingFile;
import io.skyv.box.segment.Packager;
import io.skyv.box.source.LiveSource;
import io.skyv.box.source.SourceMetrics;
import io.skyv.box.store.Catalogue;
import io.skyv.box.store.LiveRing;
import io.skyv.box.store.RingMemory;
import io.skyv.box.uplink.ControlPlane;
import io.skyv.box.uplink.NetworkTime;
import io.skyv.box.upstream.Relays;
import io.skyv.box.upstream.UpstreamSettings;
import io.skyv.clock.ClockWatch;
import io.skyv.guard.ConnectionLimits;
import io.skyv.guard.ConnectionMetrics;
import io.skyv.guard.GuardEveryConnection;
import io.skyv.guard.UnsentBytes;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.watchdog.Watchdog;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts and stops what the box does: serves from the first moment, and captures if it has a camera. */
@ApplicationScoped
public class Box {
    /** What is read of a connection at once. */
    private static final int FEW_REQUESTS_BYTES = 2 * 1024;

    private static final String CLOCK_SET = "the box goes on by the time that passes, and by the control plane's time";
    private static final RenditionName MAIN = new RenditionName("main");
    private static final System.Logger LOG = System.getLogger(Box.class.getName());

    private final BoxConfig config;
    private final BoxIdentity identity;
    private final ControlPlane controlPlane;
    private final Catalogue catalogue;
    private final Meter meter;
    private final SourceMetrics sourceMetrics;
    private final MeterRegistry registry;
    private final Clock clock;
    private final RingMemory memory;
    private final Relays relays;
    private final ClockWatch clockWatch;
    private final Vertx vertx;
    private final BoxHardware hardware;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("meter-sweep").daemon(true).factory());
    private volatile Optional<CaptureSupervisor> capture = Optional.empty();
    private volatile Optional<LiveSource> source = Optional.empty();
    private volatile Optional<Watchdog> watchdog = Optional.empty();

    Box(
            BoxConfig config,
            BoxIdentity identity,
            ControlPlane controlPlane,
            Catalogue catalogue,
            Meter meter,
            SourceMetrics sourceMetrics,
            MeterRegistry registry,
            Clock clock,
            Vertx vertx,
            BoxHardware hardware) {
        this.config = config;
        this.identity = identity;
        this.controlPlane = controlPlane;
        this.catalogue = catalogue;
        this.meter = meter;
        this.sourceMetrics = sourceMetrics;
        this.registry = registry;
        this.clock = clock;
        this.vertx = vertx;
        this.hardware = hardware;
        this.memory = ringMemory(config.relay());
        Gauge.builder("skyv.store.bytes", this::storedBytes)
                .description("Memory beside Java's heap that has the newest segments, what slow receivers hold with it")
                .register(registry);
        this.clockWatch = new ClockWatch(Clock.systemUTC(), System::nanoTime, CLOCK_SET, registry);
        NetworkTime steady = new NetworkTime(Clock.systemUTC(), System::nanoTime); // that nobody sets
        this.relays = new Relays(catalogue, memory, controlPlane, upstream(config.relay()), registry, clock, steady);
    }

    void routes(@Observes Router router) {
        GuardEveryConnection.with(
                ConnectionMetrics.counting(
                        limits(config.box()), "skyv.box.connections", "Connections of receivers", registry),
                FEW_REQUESTS_BYTES);
        new RelayRoutes(meter, relays, registry).register(router);
    }

    void start(@Observes StartupEvent event) {
        hardware.start();
        var _ = sweeper.scheduleAtFixedRate(this::sweep, 1, 1, TimeUnit.SECONDS);
        capture = config.camera().map(this::startCapture);
        LOG.log(
                System.Logger.Level.INFO,
                "{0} is up: {1}, {2}",
                identity.id(),
                config.camera().map(camera -> "source of " + streamId()).orElse("no camera"),
                config.relay().enabled() ? "relays streams of others" : "relays nothing");
    }

    /** It serves. What it lives by from here on: the loops that answer, and the sweep that closes and tells. */
    void served(@ObservesAsync HttpServerStart event) {
        var _ = UnsentBytes.limit();
        Map<String, Executor> parts = new LinkedHashMap<>();
        vertx.nettyEventLoopGroup().forEach(loop -> parts.put("event loop " + parts.size(), loop));
        parts.put("the meter's sweep", sweeper);
        watchdog = Optional.of(Watchdog.ready(System.getenv(), parts));
        hardware.serves(parts, this::mediaTurns);
    }

    void stop(@Observes ShutdownEvent event) {
        watchdog.ifPresent(Watchdog::close);
        hardware.close();
        capture.ifPresent(CaptureSupervisor::close);
        relays.close();
        sweeper.shutdown();
        meter.close();
    }

    private void sweep() {
        clockWatch.look();
        try {
            meter.sweep();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the meter could not be swept", e);
        }
        try {
            source.ifPresent(LiveSource::look);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the camera could not be looked after", e);
        }
    }

    private CaptureSupervisor startCapture(String camera) {
        LiveRing ring = memory.open().orElseThrow();
        LiveSource live = new LiveSource(
                streamId(),
                MAIN,
                config.stream().title(),
                new Packager(streamId(), MAIN, identity.manifestKey().getPrivate(), numbering(), ring),
                ring,
                catalogue,
                controlPlane,
                sourceMetrics,
                clock);
        OsChildLauncher launcher =
                new OsChildLauncher(CaptureCommand.ofThisProcess(config.data()), hardware.camera(camera), settings());
        source = Optional.of(live);
        return CaptureSupervisor.start(launcher, event -> {
            if (event instanceof CaptureEvent.Brightness brightness) {
                hardware.brightness(brightness.level());
            }
            live.onEvent(event);
        });
    }

    private boolean mediaTurns() {
        return capture.map(CaptureSupervisor::turns).orElse(true);
    }

    private StreamId streamId() {
        return StreamId.of(identity.id(), config.stream().name());
    }

    private NumberingFile numbering() {
        try {
            return new NumberingFile(
                    config.data().resolve("stream-" + config.stream().name() + ".numbers"));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private CaptureSettings settings() {
        CaptureSettings usual = CaptureSettings.DEFAULT;
        BoxConfig.Encoding encoding = config.encoding();
        return new CaptureSettings(
                encoding.width(),
                encoding.height(),
                encoding.frameRate(),
                encoding.bitrate(),
                usual.audioBitrateBps(),
                usual.gopMicros(),
                config.stream().part().toNanos() / 1_000,
                usual.maxCopyKeyframeMicros());
    }

    private static ConnectionLimits limits(BoxConfig.Box box) {
        return new ConnectionLimits(
                box.maxConnections(), box.maxConnectionsPerAddress(), box.requestTimeout(), box.minSendRate());
    }

    private static UpstreamSettings upstream(BoxConfig.Relay relay) {
        return new UpstreamSettings(
                relay.enabled(), relay.grantBytes(), relay.linger().toMillis(), relay.maxStreams());
    }

    private long storedBytes() {
        return memory.lingeringBytes()
                + catalogue.all().stream()
                        .mapToLong(stream -> stream.ring().view().sizeBytes())
                        .sum();
    }

    private static RingMemory ringMemory(BoxConfig.Relay relay) {
        return new RingMemory(relay.memoryBytes(), relay.ringBytes());
    }
}
