package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The control plane or a box is killed while a viewer pays; {@code KillsSoak} does it at random, and for long. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledIT {
    private static final String BROKEN = "skyv_sessions_ended_total{reason=\"broken\"}";
    private static final int UNITS = 2_048;
    private static final int PARTS = 10;
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final Network network = new Network("killed");
    private final Rest control = new Rest(network.control());
    private final Metrics controlMetrics = new Metrics(network.control());
    private final Map<String, String> camera = new HashMap<>(Map.of(
            "SKYV_CAMERA", "test",
            "SKYV_BOX_PORT", Integer.toString(Network.freePort()),
            "SKYV_ENCODING_WIDTH", "640",
            "SKYV_ENCODING_HEIGHT", "360",
            "SKYV_ENCODING_BITRATE", "500000"));
    private Program controlPlane;
    private Network.Box source;
    private String stream = "";

    @BeforeAll
    void start() throws Exception {
        controlPlane = network.startControl();
        network.maker("source", "broadcaster");
        source = network.startBox("source", camera);
        stream = awaitLive().at("/streams/0/id").asText();
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void shouldPlayOnWithoutTheControlPlaneAndBookWhatWasPaidMeanwhile() throws Exception {
        Runbook page = Runbook.of("control-plane-away");
        Metrics box = new Metrics(source.url());
        box.await(page.metric(), connected -> connected == 1);
        try (LastingViewer viewer = viewer()) {
            viewer.awaitParts(PARTS, BOUND);
            controlPlane.kill();
            box.await(page.metric(), connected -> connected == 0);
            viewer.awaitParts(viewer.parts() + PARTS, BOUND);
            assertTrue(box.value("skyv_meter_grants_unbooked") >= 1, "what was paid waits");

            controlPlane = network.startControl();
            box.await(page.metric(), connected -> connected == 1);
            viewer.close();
            assertEquals(0, viewer.gaps(), "parts that were missed");
            assertEquals(1, viewer.grants().size());
            HeldGrant held = viewer.grants().getFirst();
            control.await(
                    "/v1/grants/" + held.grant().id(),
                    grant -> grant.get("settledBytes").asLong() == held.revealedBytes());
        }
    }

    @Test
    void shouldFindThePostgresOfAKilledControlPlaneAndKeepTheBooks() throws Exception {
        Runbook page = Runbook.of("control-plane-killed");
        JsonNode before = control.get("/v1/ledger");
        controlPlane.kill();
        assertEquals(1, Processes.serversIn(network.postgresData()).size(), "it is left running");
        controlPlane = network.startControl();
        assertEquals(1, controlMetrics.value(page.metric()));
        assertEquals(1, Processes.serversIn(network.postgresData()).size());
        JsonNode after = control.get("/v1/ledger");
        assertTrue(after.get("blocks").asLong() >= before.get("blocks").asLong());
        assertEquals(all(before), all(after));
    }

    @Test
    void shouldSeeThatABoxIsGoneAndHaveItBackWithItsViewer() throws Exception {
        Runbook page = Runbook.of("box-gone");
        controlMetrics.await(page.metric(), open -> open == 1);
        double ended = controlMetrics.value("skyv_sessions_ended_total");
        double broken = controlMetrics.value(BROKEN);
        try (LastingViewer viewer = viewer()) {
            viewer.awaitParts(PARTS, BOUND);
            source.program().kill();
            controlMetrics.await(page.metric(), open -> open == 0);
            assertEquals(ended + 1, controlMetrics.value("skyv_sessions_ended_total"));
            assertEquals(broken + 1, controlMetrics.value(BROKEN), "it is not waited for that it is silent");
            assertEquals(
                    List.of(false),
                    control.get("/v1/boxes").get("boxes").findValues("online").stream()
                            .map(JsonNode::asBoolean)
                            .toList());
            source = network.startBox("source", camera);
            controlMetrics.await(page.metric(), open -> open == 1);
            awaitLive();
            viewer.awaitParts(viewer.parts() + PARTS, BOUND);
            for (HeldGrant held : viewer.grants()) {
                control.await(
                        "/v1/grants/" + held.grant().id(),
                        grant -> grant.get("settledBytes").asLong() >= held.acknowledgedBytes());
            }
        }
    }

    @BeforeEach
    void startWhatATestLeftKilled() throws Exception {
        if (!controlPlane.isAlive()) {
            controlPlane = network.startControl();
        }
        if (!source.program().isAlive()) {
            source = network.startBox("source", camera);
        }
    }

    private LastingViewer viewer() throws Exception {
        control.await("/v1/boxes", boxes -> boxes.at("/boxes/0/online").asBoolean());
        awaitLive();
        return new LastingViewer("the viewer", network.control(), stream, UNITS, Set.of());
    }

    private JsonNode awaitLive() throws Exception {
        return control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
    }

    private static long all(JsonNode ledger) {
        return ledger.get("accountsMicros").asLong()
                + ledger.get("escrowMicros").asLong()
                + ledger.get("burnedMicros").asLong();
    }
}
