package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What it is worth that the box is native: the executable and the Java machine side by side, as relays of one source, next
 * to small servers in C.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeBench {
    private static final int BITRATE_BPS = 2_500_000;
    private static final int STARTS = Integer.getInteger("skyv.bench.starts", 11);
    private static final int WARM_SECONDS = Integer.getInteger("skyv.bench.warm-seconds", 15);
    private static final int SECONDS = Integer.getInteger("skyv.bench.seconds", 10);
    private static final int TURNS = Integer.getInteger("skyv.bench.rounds", 3);
    private static final int TURN_SECONDS = 4;
    private static final int CONNECTIONS = 8;
    private static final long IDLE_SECONDS = 10;
    private static final long READY_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long GRANT_BYTES = 2L * (WARM_SECONDS + SECONDS + 30) * BITRATE_BPS / 8;
    private static final String[] CROWDS =
            System.getProperty("skyv.bench.viewers", "50,200").split(",");
    private static final Pattern SEGMENT = Pattern.compile("^(\\d+)\\.m4s", Pattern.MULTILINE);

    /** Boxes that are only started: those that viewers have paid read their receipts first, some milliseconds for each grant. */
    private static final String START = "-start";

    private static final Map<String, String> SELDOM = Map.of("SKYV_UPLINK_RECEIPT_INTERVAL", "PT1H");

    private final Network network = new Network("native");
    private final Rest control = new Rest(network.control());
    private String stream = "";

    /** One way to run a box. */
    private enum Kind {
        NATIVE("native", Network.BOX_EXECUTABLE),
        JVM("jvm", Network.BOX_JAR);

        private final String box;
        private final Path program;

        Kind(String box, Path program) {
            this.box = box;
            this.program = program;
        }
    }

    @BeforeAll
    void start() throws Exception {
        assumeTrue(
                Files.isExecutable(Network.BOX_EXECUTABLE),
                "there is no executable: ./skyv mvn package -Dnative first");
        Path film = BenchFilm.noise(network.directory(), BITRATE_BPS);
        network.startControl();
        network.maker("source", "broadcaster");
        for (Kind kind : Kind.values()) {
            network.maker(kind.box, "relay-owner");
            network.maker(kind.box + START, "relay-owner");
        }
        network.startBox("source", Map.of("SKYV_CAMERA", film.toString(), "SKYV_UPLINK_RECEIPT_INTERVAL", "PT10S"));
        stream = control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                .at("/streams/0/id")
                .asText();
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void sizes() throws Exception {
        long executable = Files.size(Network.BOX_EXECUTABLE);
        long libraries = bytesIn(Network.BOX_EXECUTABLE.resolveSibling("lib"));
        long jars = bytesIn(Network.BOX_JAR.getParent());
        System.out.printf(
                Locale.ROOT,
                "size: executable %.1f MB, and FFmpeg's libraries %.1f MB; jars (with FFmpeg's) %.1f MB, and a Java machine%n",
                executable / 1e6,
                libraries / 1e6,
                jars / 1e6);
    }

    @Test
    void starts() throws Exception {
        for (Kind kind : Kind.values()) {
            Network.Box first = network.startBox(kind.box + START, SELDOM, Place.HERE, kind.program);
            network.awaitOnline(2); // from now on it has its certificate
            first.program().close();
            List<Double> seconds = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) {
                long begun = System.nanoTime();
                Network.Box box = network.launchBox(kind.box + START, SELDOM, Place.HERE, kind.program);
                awaitReady(box.url());
                seconds.add((System.nanoTime() - begun) / 1e9);
                box.program().close();
            }
            report(kind.box + ": exec to ready", seconds);
        }
        for (SmallServer server : yardsticks()) {
            List<Double> seconds = new ArrayList<>();
            long resident = 0;
            for (int i = 0; i < STARTS; i++) {
                long begun = System.nanoTime();
                Process process = run(server);
                awaitAccepts(server.port(), process);
                seconds.add((System.nanoTime() - begun) / 1e9);
                resident = ProcessUse.ofTree(process.toHandle()).residentBytes();
                end(process);
            }
            report(server.name() + ": exec to accepting", seconds);
            System.out.printf(
                    Locale.ROOT,
                    "%s: idle %.1f MB resident; program %.1f MB%n",
                    server.name(),
                    resident / 1e6,
                    Files.size(Path.of(server.command().getFirst())) / 1e6);
        }
    }

    @Test
    void memory() throws Exception {
        for (Kind kind : Kind.values()) {
            Network.Box relay = network.startBox(kind.box, SELDOM, Place.HERE, kind.program);
            network.awaitOnline(2);
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            StringBuilder line = new StringBuilder(
                    String.format(Locale.ROOT, "%s: resident MB: idle %.0f", kind.box, resident(relay) / 1e6));
            for (String crowd : CROWDS) {
                line.append(crowd(Integer.parseInt(crowd), relay));
            }
            System.out.println(line);
            relay.program().close();
            network.awaitOnline(1);
        }
    }

    /** Viewers come, watch and pay; what the relay held at the end of it. */
    private String crowd(int viewers, Network.Box relay) throws Exception {
        Deliveries deliveries = new Deliveries();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            threads.add(Thread.ofVirtual().start(BenchViewer.of(control, stream, GRANT_BYTES, deliveries)));
        }
        TimeUnit.SECONDS.sleep(WARM_SECONDS);
        deliveries.count();
        double before = ProcessUse.of(relay.program().pid()).cpuSeconds();
        TimeUnit.SECONDS.sleep(SECONDS);
        double cpu = ProcessUse.of(relay.program().pid()).cpuSeconds() - before;
        long resident = resident(relay);
        int parts = deliveries.count(true);
        deliveries.end();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
        assertEquals(List.of(), deliveries.failures());
        assertTrue(parts > 0, "nothing was delivered");
        return String.format(
                Locale.ROOT,
                "; %d viewers %.0f (CPU %.3f %% each, %.1f parts/s each, p99 %.0f ms)",
                viewers,
                resident / 1e6,
                100 * cpu / SECONDS / viewers,
                (double) parts / SECONDS / viewers,
                deliveries.millis(0.99));
    }

    @Test
    void parts() throws Exception {
        assumeTrue(Wrk.isInstalled(), "wrk is not installed: apt-get install wrk");
        List<URI> objects = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Network.Box relay = network.startBox(kind.box, SELDOM, Place.HERE, kind.program);
            network.awaitOnline(2);
            PayingViewer viewer = PayingViewer.of(control, stream);
            viewer.watch(1);
            assertEquals(relay.url(), viewer.boxUrl());
            objects.add(part(relay, viewer));
            List<Double> perSecond = new ArrayList<>();
            for (int turn = 0; turn <= TURNS; turn++) {
                Wrk.Result result = Wrk.run(objects.getLast(), CONNECTIONS, TURN_SECONDS);
                assertEquals("", result.faults());
                if (turn > 0) { // the first one warms up
                    perSecond.add(result.perSecond());
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f requests/s of a part, %d connections, median of %d turns of %d s%n",
                    kind.box,
                    perSecond.stream().sorted().toList().get(perSecond.size() / 2),
                    CONNECTIONS,
                    TURNS,
                    TURN_SECONDS);
            relay.program().close();
            network.awaitOnline(1);
        }
    }

    private URI part(Network.Box relay, PayingViewer viewer) throws Exception {
        OperatorGrants grants = OperatorGrants.of(network, viewer.grant().box().value(), stream);
        var unsigned = grants.unsigned();
        Rest.Answer playlist = new Rest(relay.url()).send(viewer.path() + "index.m3u8?grant=" + unsigned.token());
        Matcher segments = SEGMENT.matcher(new String(playlist.body(), StandardCharsets.UTF_8));
        String newest = "";
        while (segments.find()) {
            newest = segments.group(1);
        }
        return relay.url()
                .resolve(viewer.path() + newest + ".1.m4s?g=" + unsigned.grant().id());
    }

    private List<SmallServer> yardsticks() throws IOException {
        return Stream.of(SmallServer.nginx(network.directory()), SmallServer.coturn(network.directory()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Process run(SmallServer server) throws IOException {
        return new ProcessBuilder(server.command())
                .directory(network.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        network.directory().resolve(server.name() + ".log").toFile())
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static void awaitAccepts(int port, Process process) throws InterruptedException {
        long until = System.nanoTime() + READY_WITHIN_NANOS;
        while (System.nanoTime() < until && process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        throw new AssertionError("nothing listens on port " + port);
    }

    private static void awaitReady(URI box) throws InterruptedException {
        long until = System.nanoTime() + READY_WITHIN_NANOS;
        while (System.nanoTime() < until) {
            try (KeepAlive connection = KeepAlive.open(box, 16 * 1024)) {
                if (connection.get(Network.READY, 0).status() == 200) {
                    return;
                }
            } catch (IOException e) {
                // not yet
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        throw new AssertionError(box + " is not ready");
    }

    /** With the newest segments, which are in no process' resident memory. */
    private static long resident(Network.Box box) throws IOException, InterruptedException {
        return ProcessUse.of(box.program().pid()).residentBytes()
                + Math.round(new Metrics(box.url()).value("skyv_store_bytes"));
    }

    private static void report(String what, List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s: median %.0f ms, best %.0f, worst %.0f (%d starts)%n",
                what,
                1e3 * sorted.get(sorted.size() / 2),
                1e3 * sorted.getFirst(),
                1e3 * sorted.getLast(),
                sorted.size());
    }

    private static long bytesIn(Path directory) throws IOException {
        long sum = 0;
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
