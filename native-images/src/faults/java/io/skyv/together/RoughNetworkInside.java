package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What {@link RoughNetworkIT} runs in a kernel of its own, where the clock can be set and loopback delayed without anybody
 * else noticing: a control plane, a source, a relay and a viewer that pays. Prints {@code passed NAME} for what held.
 */
final class RoughNetworkInside {
    static final String CLOCK = "the clock is set";
    static final String BOOKED = "all is booked";
    static final String NETWORK = "the network delays and loses";

    /** The kernel has one CPU, which it shares with whoever else is at work on this machine. */
    private static final Duration PARTS_WITHIN = Duration.ofMinutes(2);

    private static final String HEARTBEAT = "PT2S";
    private static final int UNITS = 4096;
    private static final int PARTS = 10;
    private static final int DELAY_MILLIS = 50;
    private static final int MAX_ROUNDS = 20;
    private static final Path COUNTERS = Path.of("/proc/net/snmp");

    /** As small as it goes, for the same reason. */
    private static final Map<String, String> SOURCE = Map.of(
            "SKYV_CAMERA", "test",
            "SKYV_ENCODING_WIDTH", "160",
            "SKYV_ENCODING_HEIGHT", "90",
            "SKYV_ENCODING_FRAME_RATE", "5",
            "SKYV_ENCODING_BITRATE", "100000");

    private final long beganNanos = System.nanoTime();
    private final Network network = new Network("rough-network");
    private final Rest rest = new Rest(network.control());
    private Network.Box source;
    private Network.Box relay;
    private LastingViewer viewer;
    private Books books;

    private RoughNetworkInside() {}

    /** The programs' logs are kept in {@code skyv.logs} for who looks at a failure. */
    public static void main(String[] args) throws Exception {
        RoughNetworkInside inside = new RoughNetworkInside();
        boolean held = false;
        try {
            inside.play();
            held = true;
        } catch (Exception | AssertionError e) {
            e.printStackTrace(System.out);
        } finally {
            inside.network.close();
            inside.keepLogs(Path.of(System.getProperty("skyv.logs")));
        }
        System.exit(held ? 0 : 1);
    }

    private void play() throws Exception {
        network.startControl(Map.of("SKYV_SESSION_HEARTBEAT_PERIOD", HEARTBEAT));
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        source = network.startBox("source", SOURCE);
        relay = network.startBox("relay", Map.of());
        String stream = Small.awaitStream(rest, 2);
        books = new Books(rest);
        say("the programs run");
        viewer = new LastingViewer("steady", network.control(), stream, UNITS, Set.of(network.id(source)));
        try (LastingViewer _ = viewer) {
            watch();
            theClockIsSet();
            say("passed " + CLOCK);
            theNetworkDelaysAndLoses();
            say("passed " + NETWORK);
        }
        books.assertBooked(List.of(viewer));
        books.assertSums();
        say("passed " + BOOKED);
    }

    /** Ahead, back to what it was, back beyond the time at which all began, and right again. */
    private void theClockIsSet() throws Exception {
        String metric = Runbook.of("clock-wrong").metric();
        List<Metrics> programs =
                List.of(new Metrics(network.control()), new Metrics(source.url()), new Metrics(relay.url()));
        Metrics fromParent = new Metrics(relay.url());
        int steps = 0;
        double failures = 0;
        for (String by : List.of("+1 hour", "-1 hour", "-1 hour", "+1 hour")) {
            Shell.run("date", "--set", by);
            watch();
            steps++;
            for (Metrics program : programs) {
                double counted = steps;
                program.await(metric, sets -> sets == counted);
            }
            watchUnderANewGrant();
            books.assertBooked(List.of(viewer));
            books.assertSums();
            say("date --set '" + by + "': the longest wait for a part was "
                    + viewer.silence().longestSeconds() + " s");
            viewer.silence().forget();
            if (steps == 1) {
                failures = fromParent.value("skyv_upstream_failures_total");
            }
        }
        assertEquals(
                failures,
                fromParent.value("skyv_upstream_failures_total"),
                "the grant that the relay got then ends at none of the times after");
        for (Network.Box box : List.of(source, relay)) {
            assertTrue(box.program().output().contains("this machine's clock was set back by 3"), "it says so");
            assertEquals(1, new Metrics(box.url()).value("skyv_uplink_connects_total"), "no session has ended by it");
        }
    }

    private void theNetworkDelaysAndLoses() throws Exception {
        double delayed = 2 * DELAY_MILLIS / 1000.0;
        String metric = Runbook.of("rough-network").metric();
        Metrics ofRelay = new Metrics(relay.url());
        ofRelay.await(metric, seconds -> seconds > 0 && seconds < delayed);
        long sentAgain = segmentsSentAgain();
        long gaps = viewer.gaps();
        Shell.run("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", DELAY_MILLIS + "ms", "loss", "1%");
        watch();
        ofRelay.await(metric, seconds -> seconds >= delayed);
        new Metrics(source.url()).await(metric, seconds -> seconds >= delayed);
        for (int round = 0; round < MAX_ROUNDS && (round < 3 || segmentsSentAgain() == sentAgain); round++) {
            watch();
        }
        watchUnderANewGrant();
        assertTrue(segmentsSentAgain() > sentAgain, "the network did lose something");
        assertEquals(gaps, viewer.gaps(), "no part was left out");
        books.assertBooked(List.of(viewer));
        books.assertSums();
        say(segmentsSentAgain() - sentAgain + " segments were sent again, the longest wait for a part was "
                + viewer.silence().longestSeconds() + " s");
    }

    private void watch() throws InterruptedException {
        viewer.awaitParts(viewer.parts() + PARTS, PARTS_WITHIN);
    }

    private void watchUnderANewGrant() throws InterruptedException {
        int before = viewer.grants().size();
        long until = System.nanoTime() + PARTS_WITHIN.toNanos();
        viewer.renewNow();
        while (viewer.grants().size() == before) {
            assertTrue(System.nanoTime() < until, () -> "no new grant: " + viewer.trouble());
            TimeUnit.MILLISECONDS.sleep(50);
        }
        watch();
    }

    private static long segmentsSentAgain() throws IOException {
        List<String> tcp = Files.readAllLines(COUNTERS).stream()
                .filter(line -> line.startsWith("Tcp:"))
                .toList();
        int column = List.of(tcp.getFirst().split(" ")).indexOf("RetransSegs");
        return Long.parseLong(tcp.getLast().split(" ")[column]);
    }

    private void say(String what) {
        System.out.println(what);
        System.out.println("  after " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos) + " s, "
                + viewer().map(watching -> watching.parts() + " parts").orElse("no viewer yet"));
    }

    private Optional<LastingViewer> viewer() {
        return Optional.ofNullable(viewer);
    }

    private void keepLogs(Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : List.of("control", "maker", "source", "relay")) {
            Path log = network.directory().resolve(name + ".log");
            if (Files.exists(log)) {
                Files.writeString(to.resolve(name + ".log"), Files.readString(log));
            }
        }
    }
}
