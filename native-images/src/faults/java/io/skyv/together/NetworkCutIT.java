package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A control plane, a source and two relays, each a machine of its own, and a viewer at each relay. Any two of them are cut
 * off from each other for half a minute, without a word; what does not depend on the cable goes on, the rest comes back by
 * itself, and everything is booked once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkCutIT {
    private static final long CUT_SECONDS = 30;
    private static final String CONTROL = "control";
    private static final String SOURCE = "source";
    private static final String A = "relay-a";
    private static final String B = "relay-b";

    private Wires wires;
    private Network network;
    private Rest rest;
    private Metrics ofControl;
    private Network.Box source;
    private Network.Box relayA;
    private Network.Box relayB;
    private SteadyViewer atA;
    private SteadyViewer atB;
    private final Map<String, String> ids = new HashMap<>();

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Wires.canBeHad(), "skipped: only root can make the network namespaces that this needs");
        wires = Wires.between(CONTROL, SOURCE, A, B);
        network = new Network("network-cut", wires.place(CONTROL));
        rest = new Rest(network.control());
        ofControl = new Metrics(network.control());
        network.startControl();
        network.maker(SOURCE, "broadcaster");
        network.maker(A, "relay-owner");
        network.maker(B, "relay-owner");
        source = network.startBox(SOURCE, Small.SOURCE, wires.place(SOURCE));
        relayA = network.startBox(A, Map.of(), wires.place(A));
        relayB = network.startBox(B, Map.of(), wires.place(B));
        String stream = Small.awaitStream(rest, 3);
        for (JsonNode box : rest.get("/v1/boxes").get("boxes")) {
            for (Network.Box known : new Network.Box[] {source, relayA, relayB}) {
                if (box.get("url").asText().equals(known.url().toString())) {
                    ids.put(known.name(), box.get("id").asText());
                }
            }
        }
        atA = SteadyViewer.watch(network.control(), stream, Set.of(ids.get(SOURCE), ids.get(B)));
        atB = SteadyViewer.watch(network.control(), stream, Set.of(ids.get(SOURCE), ids.get(A)));
        atA.awaitParts(3);
        atB.awaitParts(3);
    }

    @AfterAll
    void stop() throws Exception {
        try {
            if (atB != null) {
                atA.awaitAllBooked();
                atB.awaitAllBooked();
                rest.await("/v1/boxes", json -> Small.online(json) == 3);
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
        atB.awaitParts(20);
        ofControl.await(metric, silent -> silent > before);
        stayCut(since);
        int parts = atA.parts();
        wires.mend(CONTROL, SOURCE);
        wires.mend(A, Wires.HERE);
        atA.awaitParts(10);
        assertTrue(atA.parts() > parts);
        rest.await("/v1/boxes", json -> Small.online(json) == 3);
        rest.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
    }

    @Test
    void shouldFindAnotherParentForARelayThatIsCutOffFromTheSource() throws Exception {
        Metrics ofB = new Metrics(relayB.url());
        double before = ofB.value("skyv_upstream_parents_lost_total{reason=\"unreachable\"}");
        long since = System.nanoTime();
        wires.cut(SOURCE, B);
        wires.cut(CONTROL, Wires.HERE);
        ofB.await("skyv_upstream_parents_lost_total{reason=\"unreachable\"}", lost -> lost > before);
        ofB.await("skyv_upstream_stalled", stalled -> stalled == 0);
        assertTrue(
                relayB.program().output().contains("goes on from " + ids.get(A))
                        || relayB.program().output().contains("carried from " + ids.get(A)),
                "the other relay is its parent");
        atB.awaitParts(20); // while the source is still out of reach
        atA.awaitParts(20);
        stayCut(since);
        wires.mend(SOURCE, B);
        wires.mend(CONTROL, Wires.HERE);
        atB.awaitParts(10);
        assertEquals(200, rest.send("/q/health/ready").status());
    }

    @Test
    void shouldServeOnWhileARelayIsCutOffFromTheControlPlane() throws Exception {
        Metrics ofA = new Metrics(relayA.url());
        long since = System.nanoTime();
        wires.cut(CONTROL, A);
        atA.awaitParts(20);
        ofA.await("skyv_uplink_connected", connected -> connected == 0);
        atA.awaitParts(10);
        stayCut(since);
        wires.mend(CONTROL, A);
        ofA.await("skyv_uplink_connected", connected -> connected == 1);
        rest.await("/v1/boxes", json -> Small.online(json) == 3);
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
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!atA.lastFailure().contains("looks for another") && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertTrue(
                atA.lastFailure().contains("503") && atA.lastFailure().contains("looks for another"),
                atA.lastFailure());
        source = network.startBox(
                SOURCE,
                with(
                        Small.SOURCE,
                        "SKYV_BOX_PORT",
                        Integer.toString(source.url().getPort())),
                wires.place(SOURCE));
        atA.awaitParts(10);
        atB.awaitParts(10);
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
