package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A control plane, a source and two relays, each a machine of its own, and a viewer at each of the three boxes. Any two of
 * them are cut off from each other for half a minute, without a word, and so is the control plane from its database; what
 * does not depend on the cable goes on, the rest comes back by itself, and everything is booked once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkCutIT {
    private static final long CUT_SECONDS = Long.getLong("skyv.cut.seconds", 30);
    private static final int UNITS = 512;
    private static final String UNREACHABLE = "skyv_upstream_parents_lost_total{reason=\"unreachable\"}";
    private static final String PARTS = "skyv_capture_parts_total";
    private static final String CONTROL = "control";
    private static final String SOURCE = "source";
    private static final String A = "relay-a";
    private static final String B = "relay-b";

    private Wires wires;
    private Network network;
    private Rest rest;
    private Books books;
    private Metrics ofControl;
    private Network.Box source;
    private Network.Box relayA;
    private Network.Box relayB;
    private LastingViewer atSource;
    private LastingViewer atA;
    private LastingViewer atB;
    private final Map<String, String> ids = new HashMap<>();

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Wires.canBeHad(), "skipped: only root can make the network namespaces that this needs");
        wires = Wires.between(CONTROL, SOURCE, A, B);
        network = new Network("network-cut", wires.place(CONTROL));
        rest = new Rest(network.control());
        ofControl = new Metrics(network.control());
        network.startControl();
        books = new Books(rest);
        network.maker(SOURCE, "broadcaster");
        network.maker(A, "relay-owner");
        network.maker(B, "relay-owner");
        source = network.startBox(SOURCE, Small.SOURCE, wires.place(SOURCE));
        relayA = network.startBox(A, Map.of(), wires.place(A));
        relayB = network.startBox(B, Map.of(), wires.place(B));
        String stream = Small.awaitStream(rest, 3);
        for (Network.Box box : List.of(source, relayA, relayB)) {
            ids.put(box.name(), network.id(box));
        }
        atSource = viewer(stream, A, B);
        atA = viewer(stream, SOURCE, B);
        atB = viewer(stream, SOURCE, A);
        for (LastingViewer viewer : viewers()) {
            viewer.awaitMore(3);
        }
    }

    private LastingViewer viewer(String stream, String... shunned) throws Exception {
        Set<String> others = Set.of(ids.get(shunned[0]), ids.get(shunned[1]));
        return new LastingViewer("not at " + others, network.control(), stream, UNITS, others);
    }

    private List<LastingViewer> viewers() {
        return List.of(atSource, atA, atB);
    }

    @AfterAll
    void stop() throws Exception {
        try {
            if (atB != null) {
                books.assertAllBooked(viewers());
                network.awaitOnline(3);
            }
        } finally {
            if (network != null) {
                network.close();
            }
            if (wires != null) {
                wires.close();
            }
        }
    }

    @Test
    void shouldGoOnWithoutTheControlPlaneAndBringAViewerBackToItsRelay() throws Exception {
        String metric = Runbook.of("network-cut").metric();
        double before = ofControl.value(metric);
        long since = System.nanoTime();
        wires.cut(CONTROL, SOURCE);
        wires.cut(A, Wires.HERE);
        atB.awaitMore(20);
        ofControl.await(metric, silent -> silent > before);
        stayCut(since);
        wires.mend(CONTROL, SOURCE);
        wires.mend(A, Wires.HERE);
        atA.awaitMore(10);
        network.awaitOnline(3);
        rest.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {SOURCE, B})
    void shouldBringAViewerBackToItsBoxAndServeTheOthersOn(String cutOff) throws Exception {
        boolean ofSource = cutOff.equals(SOURCE);
        Network.Box box = ofSource ? source : relayB;
        LastingViewer viewer = ofSource ? atSource : atB;
        String metric = Runbook.of("viewer-gone").metric();
        double usual = servedForAPart(metric, box);
        long since = System.nanoTime();
        wires.cut(cutOff, Wires.HERE);
        atA.awaitMore(10);
        (ofSource ? atB : atSource).awaitMore(10);
        assertTrue(servedForAPart(metric, box) < usual - 0.5, "one receiver less");
        stayCut(since);
        wires.mend(cutOff, Wires.HERE);
        viewer.awaitMore(10);
        assertEquals(ids.get(cutOff), viewer.box().orElseThrow());
    }

    /** What the box serves while the camera brings a part, over some seconds; asked from where both can be reached. */
    private double servedForAPart(String metric, Network.Box box) throws Exception {
        Metrics ofSource = Metrics.seenFrom(wires.place(CONTROL), source.url());
        Metrics ofBox = Metrics.seenFrom(wires.place(CONTROL), box.url());
        double parts = ofSource.value(PARTS);
        double served = ofBox.value(metric);
        double now = ofSource.await(PARTS, count -> count >= parts + 40);
        return (ofBox.value(metric) - served) / (now - parts);
    }

    @Test
    void shouldWriteNothingWithoutItsDatabaseAndGoOnWhenItIsBack() throws Exception {
        String metric = Runbook.of("disk-full-control-plane").metric();
        long since = System.nanoTime();
        wires.cutWithin(CONTROL);
        atA.renewNow();
        ofControl.await(metric, writing -> writing == 0);
        assertEquals(503, rest.send("/q/health/ready").status());
        int grants = atA.grants().size();
        for (LastingViewer viewer : viewers()) {
            viewer.awaitMore(10); // under the grants that are out
        }
        stayCut(since);
        wires.mendWithin(CONTROL);
        ofControl.await(metric, writing -> writing == 1);
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (atA.grants().size() == grants && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertTrue(atA.grants().size() > grants, "grants are given again");
        assertEquals(200, rest.send("/q/health/ready").status());
        network.awaitOnline(3);
        books.assertBooked(viewers());
        books.assertSums();
    }

    @ParameterizedTest
    @ValueSource(strings = {A, B})
    void shouldFindAnotherParentForARelayThatIsCutOffFromTheSource(String relay) throws Exception {
        Network.Box box = relay.equals(A) ? relayA : relayB;
        String other = ids.get(relay.equals(A) ? B : A);
        Metrics ofRelay = new Metrics(box.url());
        double before = ofRelay.value(UNREACHABLE);
        int printed = box.program().output().length();
        long since = System.nanoTime();
        wires.cut(SOURCE, relay);
        wires.cut(CONTROL, Wires.HERE);
        ofRelay.await(UNREACHABLE, lost -> lost > before);
        ofRelay.await("skyv_upstream_stalled", stalled -> stalled == 0);
        String said = box.program().output().substring(printed);
        assertTrue(
                said.contains("goes on from " + other) || said.contains("carried from " + other),
                () -> "the other relay is its parent: " + said);
        atA.awaitMore(20); // while the source is still out of reach
        atB.awaitMore(20);
        stayCut(since);
        wires.mend(SOURCE, relay);
        wires.mend(CONTROL, Wires.HERE);

        double lost = ofRelay.value(UNREACHABLE);
        since = System.nanoTime();
        wires.cut(A, B);
        ofRelay.await(UNREACHABLE, now -> now > lost);
        ofRelay.await("skyv_upstream_stalled", stalled -> stalled == 0);
        atA.awaitMore(20); // from the source again
        atB.awaitMore(20);
        stayCut(since);
        wires.mend(A, B);
        assertEquals(200, rest.send("/q/health/ready").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {A, B})
    void shouldServeOnWhileARelayIsCutOffFromTheControlPlane(String relay) throws Exception {
        Metrics ofRelay = new Metrics((relay.equals(A) ? relayA : relayB).url());
        LastingViewer viewer = relay.equals(A) ? atA : atB;
        String metric = Runbook.of("control-plane-away").metric();
        long since = System.nanoTime();
        wires.cut(CONTROL, relay);
        viewer.awaitMore(20);
        ofRelay.await(metric, connected -> connected == 0);
        viewer.awaitMore(10);
        stayCut(since);
        wires.mend(CONTROL, relay);
        ofRelay.await(metric, connected -> connected == 1);
        network.awaitOnline(3);
    }

    @Test
    void shouldSayThatTheSourceIsGoneAndGoOnWhenItIsBack() throws Exception {
        String metric = Runbook.of("parent-gone").metric();
        Metrics ofA = new Metrics(relayA.url());
        double before = ofA.value(metric);
        int said = complaints(relayA);
        source.program().kill();
        ofA.await(metric, lost -> lost > before);
        ofA.await("skyv_upstream_stalled", stalled -> stalled == 1);
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!atA.lastTrouble().contains("looks for another") && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertTrue(
                atA.lastTrouble().contains("503") && atA.lastTrouble().contains("looks for another"),
                atA.lastTrouble());
        source = network.startBox(
                SOURCE,
                with(
                        Small.SOURCE,
                        "SKYV_BOX_PORT",
                        Integer.toString(source.url().getPort())),
                wires.place(SOURCE));
        atA.awaitMore(10);
        atB.awaitMore(10);
        ofA.await("skyv_upstream_stalled", stalled -> stalled == 0);
        int lines = complaints(relayA) - said;
        assertTrue(lines >= 1 && lines <= 6, lines + " lines of complaint, not one for each try");
    }

    private static Map<String, String> with(Map<String, String> environment, String key, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(key, value);
        return more;
    }

    private static int complaints(Network.Box relay) {
        return (int) relay.program()
                .output()
                .lines()
                .filter(line -> line.contains("WARN") && line.contains("StreamPull"))
                .count();
    }

    /** The fault itself takes its time. */
    private static void stayCut(long sinceNanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(CUT_SECONDS) - (System.nanoTime() - sinceNanos));
    }
}
