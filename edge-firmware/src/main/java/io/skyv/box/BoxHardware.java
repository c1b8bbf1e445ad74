package io.skyv.box;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.hardware.BoxCondition;
import io.skyv.box.hardware.Liveness;
import io.skyv.box.hardware.linux.WatchdogDevice;
import io.skyv.box.meter.Meter;
import io.skyv.box.source.SourceMetrics;
import io.skyv.box.uplink.ControlPlane;
import io.skyv.hardware.profile.BoardProfile.WatchdogTimer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** The board that the configuration names, as one of the box's parts; a box without one does without. */
@ApplicationScoped
class BoxHardware {
    /** As long as this file is in the data directory, whoever installs an update wants the LEDs to say so. */
    static final String UPDATING = "updating";

    private static final Logger LOG = System.getLogger(BoxHardware.class.getName());

    private final BoxConfig config;
    private final ControlPlane controlPlane;
    private final Meter meter;
    private final SourceMetrics camera;
    private final MeterRegistry registry;
    private volatile boolean serving;
    private final Optional<EarlyBoard> board = EarlyBoard.running();

    BoxHardware(
            BoxConfig config, ControlPlane controlPlane, Meter meter, SourceMetrics camera, MeterRegistry registry) {
        this.config = config;
        this.controlPlane = controlPlane;
        this.meter = meter;
        this.camera = camera;
        this.registry = registry;
    }

    /** The box is loaded. */
    void start() {
        board.ifPresent(running -> {
            running.metrics().register(registry);
            running.loop().attach(this::condition, this::factoryReset);
            LOG.log(
                    Level.INFO,
                    "this board is {0} ({1})",
                    running.profile().name(),
                    running.profile().id());
        });
    }

    /**
     * It serves: from now on its watchdog watches.
     *
     * @param threads that the box lives by
     */
    void serves(Map<String, Executor> threads, BooleanSupplier mediaTurns) {
        serving = true;
        board.filter(_ -> config.board().watchdog())
                .ifPresent(running -> running.profile()
                        .watchdog()
                        .flatMap(BoxHardware::open)
                        .ifPresent(watchdog -> running.loop().guard(watchdog, new Liveness(threads, mediaTurns))));
    }

    private static Optional<WatchdogDevice> open(WatchdogTimer timer) {
        try {
            return Optional.of(WatchdogDevice.open(Path.of(timer.device()), timer.timeoutSeconds()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the board goes without its watchdog: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The source that {@code SKYV_CAMERA} means. */
    CaptureSource camera(String setting) {
        return CaptureSource.parse(BoardCamera.here().source(setting, board.map(EarlyBoard::profile)));
    }

    /** How bright the camera's picture is, 0 to 255. */
    void brightness(int level) {
        board.ifPresent(running -> running.loop().brightness(level));
    }

    private BoxCondition condition() {
        String state = config.camera().isPresent() ? camera.state() : "none";
        boolean cameraFails = state.startsWith("failed") || state.equals("silent");
        return new BoxCondition(
                serving,
                controlPlane.connected(),
                state.equals("live"),
                Files.exists(config.data().resolve(UPDATING)),
                cameraFails || !meter.canWrite());
    }

    private void factoryReset() {
        try {
            FactoryReset.wish(config.data());
            Quarkus.asyncExit(FactoryReset.STARTS_AGAIN);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "settings and recordings cannot be deleted: {0}", e.getMessage());
        }
    }

    void close() {
        board.ifPresent(running -> running.loop().close());
    }
}
