package io.skyv.box.uplink.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UplinkMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean open = new AtomicBoolean(true);

    @Test
    void shouldStillSayWhetherItIsConnectedAfterAGarbageCollection() {
        var _ = new UplinkMetrics(registry, () -> open.get());

        System.gc();

        assertEquals(1, registry.get("skyv.uplink.connected").gauge().value());
        open.set(false);
        assertEquals(0, registry.get("skyv.uplink.connected").gauge().value());
    }
}
