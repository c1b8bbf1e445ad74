package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What viewers of a 2.5 Mbit/s low-latency stream cost the relay that serves them, each with a grant from the control
 * plane that it pays as it goes; and what the same bytes at the same pace cost nginx, which is the limit.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewersBench {
    private static final int BITRATE_BPS = 2_500_000;
    private static final int WARM_SECONDS = Integer.getInteger("skyv.bench.warm-seconds", 15);
    private static final int SECONDS = Integer.getInteger("skyv.bench.seconds", 20);
    private static final long GRANT_BYTES = 2L * (WARM_SECONDS + SECONDS + 30) * BITRATE_BPS / 8;
    private static final String[] CROWDS =
            System.getProperty("skyv.bench.viewers", "50,200,500").split(",");

    private final Network network = new Network("viewers");
    private final Rest control = new Rest(network.control());
    private Network.Box relay;
    private String stream = "";
    private long idleBytes;

    @BeforeAll
    void start() throws Exception {
        Path film = BenchFilm.noise(network.directory(), BITRATE_BPS);
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        relay = network.startBox("relay", Map.of("SKYV_UPLINK_RECEIPT_INTERVAL", "PT10S"));
        network.awaitOnline(1);
        TimeUnit.SECONDS.sleep(5);
        idleBytes = ProcessUse.of(relay.program().pid()).residentBytes();
        network.startBox("source", Map.of("SKYV_CAMERA", film.toString(), "SKYV_UPLINK_RECEIPT_INTERVAL", "PT10S"));
        stream = control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                .at("/streams/0/id")
                .asText();
        network.awaitOnline(2);
        PayingViewer first = PayingViewer.of(control, stream);
        first.watch(5);
        assertEquals(relay.url(), first.boxUrl());
        System.out.printf(Locale.ROOT, "idle relay: %.0f MB resident%n", idleBytes / 1e6);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void crowds() throws Exception {
        for (String crowd : CROWDS) {
            crowd(Integer.parseInt(crowd));
        }
    }

    private void crowd(int viewers) throws Exception {
        Deliveries deliveries = new Deliveries();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            threads.add(Thread.ofVirtual().start(BenchViewer.of(control, stream, GRANT_BYTES, deliveries)));
        }
        TimeUnit.SECONDS.sleep(WARM_SECONDS);
        deliveries.count();
        ProcessUse before = ProcessUse.of(relay.program().pid());
        TimeUnit.SECONDS.sleep(SECONDS);
        int parts = deliveries.count(true);
        ProcessUse after = ProcessUse.of(relay.program().pid());
        deliveries.end();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertEquals(List.of(), deliveries.failures());
        double cpu = (after.cpuSeconds() - before.cpuSeconds()) / SECONDS;
        System.out.printf(
                Locale.ROOT,
                "%d viewers: %.1f parts/s each, %.2f Mbit/s each; CPU %.3f %% of a core each (%.0f %% in all);"
                        + " %.0f MB over idle; part delivery p50 %.0f ms, p99 %.0f ms%n",
                viewers,
                (double) parts / SECONDS / viewers,
                deliveries.bytes() * 8e-6 / SECONDS / viewers,
                100 * cpu / viewers,
                100 * cpu,
                (after.residentBytes() - idleBytes) / 1e6,
                deliveries.millis(0.5),
                deliveries.millis(0.99));
    }
}
