package io.skyv.box.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.capture.CaptureEvent;
import java.util.concurrent.atomic.AtomicLong;

/** What operators see of the camera. */
public final class SourceMetrics {
    /** A camera that has delivered nothing for so long is said to be down. */
    static final long SILENT_AFTER_MILLIS = 10_000;

    private final Counter parts;
    private final Counter bytes;
    private final Counter restarts;
    private final MeterRegistry registry;
    private final AtomicLong lastPartMillis = new AtomicLong();
    private volatile String state = "starting";

    public SourceMetrics(MeterRegistry registry) {
        this.registry = registry;
        parts = Counter.builder("skyv.capture.parts")
                .description("Parts that capture delivered")
                .register(registry);
        bytes = Counter.builder("skyv.capture.bytes")
                .description("Bytes that capture delivered")
                .register(registry);
        restarts = Counter.builder("skyv.capture.ended")
                .description("Times that the capture process ended and was started again")
                .register(registry);
        Gauge.builder("skyv.capture.last.part.seconds", () -> lastPartMillis.get() / 1000.0)
                .description("Unix time of the newest part; 0 before the first")
                .register(registry);
    }

    void part(int size, long nowMillis) {
        parts.increment();
        bytes.increment(size);
        lastPartMillis.set(nowMillis);
        state = "live";
    }

    void waiting(String forWhat) {
        state = "waiting for " + forWhat;
    }

    void failed(CaptureEvent.Code code) {
        Counter.builder("skyv.capture.failures")
                .description("Failures of capture, by kind")
                .tag("code", code.name().toLowerCase(java.util.Locale.ROOT))
                .register(registry)
                .increment();
        state = "failed: " + code.name().toLowerCase(java.util.Locale.ROOT);
    }

    void restarted() {
        restarts.increment();
    }

    /** In words, for health. */
    public String state(long nowMillis) {
        String now = state;
        return now.equals("live") && nowMillis - lastPartMillis.get() > SILENT_AFTER_MILLIS ? "silent" : now;
    }
}
