package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
    private @Nullable Nginx nginx;
    private Path memory = Path.of("");

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
        if (Nginx.isInstalled()) {
            startNginx(first);
        } else {
            System.out.println("nginx is not installed (apt-get install nginx-light): the limit is not measured");
        }
    }

    /** With the stream's own playlist and one of its parts, in memory. */
    private void startNginx(PayingViewer viewer) throws Exception {
        memory = Files.createTempDirectory(Path.of("/dev/shm"), "skyv-bench-");
        byte[] playlist = viewer.box()
                .send(viewer.path() + "index.m3u8?g=" + viewer.token().grant().id())
                .body();
        Files.write(memory.resolve(PacedViewer.PLAYLIST), playlist);
        Files.write(memory.resolve(PacedViewer.PART), new byte[BITRATE_BPS / 8 / 5]);
        nginx = Nginx.start(network.directory().resolve("nginx"), memory);
    }

    @AfterAll
    void stop() throws Exception {
        network.close();
        if (nginx != null) {
            nginx.close();
            Files.delete(memory.resolve(PacedViewer.PLAYLIST));
            Files.delete(memory.resolve(PacedViewer.PART));
            Files.delete(memory);
        }
    }

    @Test
    void crowds() throws Exception {
        for (String crowd : CROWDS) {
            crowd(Integer.parseInt(crowd));
        }
    }

    private void crowd(int viewers) throws Exception {
        Deliveries paid = new Deliveries();
        List<Runnable> payers = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            payers.add(BenchViewer.of(control, stream, GRANT_BYTES, paid));
        }
        Cost cost = cost(payers, paid, this::relayUse);
        print("relay, " + viewers + " paying viewers", viewers, cost, paid);
        System.out.printf(Locale.ROOT, "  %.0f MB over idle%n", (cost.heldBytes() - idleBytes) / 1e6);
        if (nginx != null) {
            Deliveries free = new Deliveries();
            long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            List<Runnable> paced = new ArrayList<>();
            for (int i = 0; i < viewers; i++) {
                paced.add(new PacedViewer(nginx.url(""), start, free));
            }
            print("nginx, as many files at this pace", viewers, cost(paced, free, nginx::use), free);
        }
    }

    private record Cost(double cores, long heldBytes) {}

    private interface Use {
        ProcessUse now() throws Exception;
    }

    private static Cost cost(List<Runnable> viewers, Deliveries deliveries, Use use) throws Exception {
        List<Thread> threads =
                viewers.stream().map(viewer -> Thread.ofVirtual().start(viewer)).toList();
        TimeUnit.SECONDS.sleep(WARM_SECONDS);
        deliveries.count();
        ProcessUse before = use.now();
        TimeUnit.SECONDS.sleep(SECONDS);
        deliveries.count(true);
        ProcessUse after = use.now();
        deliveries.end();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertEquals(List.of(), deliveries.failures());
        return new Cost((after.cpuSeconds() - before.cpuSeconds()) / SECONDS, after.residentBytes());
    }

    /** With what it holds beside its own memory: the newest segments. */
    private ProcessUse relayUse() throws Exception {
        long storedBytes = Math.round(new Metrics(relay.url()).value("skyv_store_bytes"));
        return ProcessUse.of(relay.program().pid()).plus(new ProcessUse(0, storedBytes));
    }

    private static void print(String who, int viewers, Cost cost, Deliveries deliveries) {
        System.out.printf(
                Locale.ROOT,
                "%-34s %.1f parts/s each, %.2f Mbit/s each; CPU %.3f %% of a core each (%.0f %% in all);"
                        + " part delivery p50 %.0f ms, p99 %.0f ms%n",
                who,
                (double) deliveries.count(true) / SECONDS / viewers,
                deliveries.bytes() * 8e-6 / SECONDS / viewers,
                100 * cost.cores() / viewers,
                100 * cost.cores(),
                deliveries.millis(0.5),
                deliveries.millis(0.99));
    }
}
