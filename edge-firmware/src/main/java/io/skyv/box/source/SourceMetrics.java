package io.skyv.box.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What operators see of the camera. */
public final class SourceMetrics {
    /** A camera that has delivered nothing for so long is said to be down. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(10);

    private static final int SIGNALLED = 128;

    private final Counter parts;
    private final Counter bytes;
    private final MeterRegistry registry;
    private final LongSupplier nanos;
    private final AtomicLong lastPartMillis = new AtomicLong();
    private volatile long lastPartNanos;
    private volatile boolean delivered;
    private volatile String state = "starting";
    private volatile Optional<CaptureFailed> lastFailure = Optional.empty();

    public SourceMetrics(MeterRegistry registry) {
        this(registry, System::nanoTime);
    }

    /** @param nanos never goes back: the wall clock may, and would make an old part a new one */
    SourceMetrics(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
        parts = Counter.builder("skyv.capture.parts")
                .description("Parts that capture delivered")
                .register(registry);
        bytes = Counter.builder("skyv.capture.bytes")
                .description("Bytes that capture delivered")
                .register(registry);
        Gauge.builder("skyv.capture.last.part.seconds", () -> lastPartMillis.get() / 1000.0)
                .description("Unix time of the newest part; 0 before the first")
                .register(registry);
    }

    /** There is a camera: from now on it is one that delivers or does not. */
    void expected() {
        Gauge.builder("skyv.capture.live", () -> isLive() ? 1 : 0)
                .description("Whether the camera delivers: 1, or 0 when nothing came for ten seconds")
                .register(registry);
    }

    void part(int size, long nowMillis) {
        parts.increment();
        bytes.increment(size);
        lastPartMillis.set(nowMillis);
        lastPartNanos = nanos.getAsLong();
        delivered = true;
        state = "live";
    }

    void waiting(String forWhat) {
        state = "waiting for " + forWhat;
    }

    void failed(CaptureFailed failure) {
        String code = name(failure.code());
        counter("skyv.capture.failures", "Failures of capture, by kind", "code", code)
                .increment();
        lastFailure = Optional.of(failure);
        state = "failed: " + code;
    }

    void interrupted(CaptureEvent.Cause cause) {
        counter(
                        "skyv.capture.interruptions",
                        "Times that the video began anew though its source went on",
                        "cause",
                        name(cause))
                .increment();
    }

    void ended(int exitStatus) {
        counter(
                        "skyv.capture.ended",
                        "Times that the capture process ended and was started again",
                        "reason",
                        reason(exitStatus))
                .increment();
    }

    /** Whether a part came lately. */
    boolean isLive() {
        return delivered && nanos.getAsLong() - lastPartNanos <= SILENT_AFTER.toNanos();
    }

    /** In words, for health. */
    public String state() {
        String now = state;
        return now.equals("live") && !isLive() ? "silent" : now;
    }

    /** What went wrong last, if anything ever did. */
    public Optional<CaptureFailed> lastFailure() {
        return lastFailure;
    }

    private Counter counter(String name, String description, String label, String value) {
        return Counter.builder(name).description(description).tag(label, value).register(registry);
    }

    /** Signals have one name, as which of them it was says little: the kernel, an operator, or we ourselves. */
    private static String reason(int exitStatus) {
        if (exitStatus > SIGNALLED) {
            return "killed";
        }
        return Arrays.stream(CaptureEvent.Code.values())
                .filter(code -> code.exitStatus() == exitStatus)
                .findFirst()
                .map(SourceMetrics::name)
                .orElse("other");
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
