package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Price;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The viewer page against the packaged programs, with faults that a proxy makes. Each test has boxes that just started. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewerPageIT {
    private static final int SECONDS = Integer.getInteger("skyv.browser.seconds", 60);
    private static final double AIM_LATENCY_SECONDS = 2.5;

    private final Network network = new Network("viewer-page");
    private final Rest control = new Rest(network.control());

    private final List<Network.Box> boxes = new ArrayList<>();

    @BeforeAll
    void start() throws Exception {
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
    }

    @AfterEach
    void stopBoxes() throws Exception {
        boxes.forEach(box -> box.program().close());
        boxes.clear();
        network.awaitOnline(0);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void shouldPlayForAMinuteAndShowAsPaidWhatIsBooked() throws Exception {
        startBoxes(Map.of(), Map.of());
        try (Page page = new Page(network.control())) {
            JsonNode begun =
                    page.await("it plays", state -> state.path("decodedFrames").asLong() > 30);
            long framesBefore = begun.get("decodedFrames").asLong();
            long stallsBefore = begun.get("stalls").asLong();
            List<Double> latencies = new ArrayList<>();
            long until = System.nanoTime() + SECONDS * 1_000_000_000L;
            while (System.nanoTime() < until) {
                page.look();
                latencies.add(page.state().get("latencySeconds").asDouble());
            }
            JsonNode after = page.state();
            page.screenshot(network.directory().resolve("playing.png"));
            long frames = after.get("decodedFrames").asLong() - framesBefore;
            Collections.sort(latencies);
            System.out.printf(
                    "%d s: %d frames, %d stalls, latency %.2f s in the middle and %.2f s at worst (aim %.1f), %d parts"
                            + " checked, %s µSKYV paid%n",
                    SECONDS,
                    frames,
                    after.get("stalls").asLong() - stallsBefore,
                    latencies.get(latencies.size() / 2),
                    latencies.getLast(),
                    AIM_LATENCY_SECONDS,
                    after.get("partsVerified").asLong(),
                    after.get("paidMicros").asText());
            assertTrue(frames > SECONDS * 10L, "the picture advances: " + frames + " frames");
            assertEquals(0, after.get("partsRefused").asLong());
            shouldHaveBookedWhatIsPaid(page);
        }
    }

    private void shouldHaveBookedWhatIsPaid(Page page) throws Exception {
        page.click("BUTTON", "Stop");
        JsonNode settled = page.await(
                "all is booked",
                state -> state.get("paidMicros")
                        .asText()
                        .equals(state.get("bookedMicros").asText()));
        JsonNode grant = control.get("/v1/grants/" + settled.get("grant").asText());
        assertEquals(
                settled.get("paidBytes").asLong(), grant.get("settledBytes").asLong());
        assertEquals(settled.get("paidMicros").asLong(), grant.get("paidMicros").asLong());
        assertEquals(
                Price.costMicros(
                        settled.get("paidBytes").asLong(),
                        grant.get("pricePerGiBMicros").asLong()),
                grant.get("paidMicros").asLong());
        page.screenshot(network.directory().resolve("booked.png"));
    }

    @Test
    void shouldRefuseAnAlteredPartAndGoOnWithAnotherBox() throws Exception {
        int proxyPort = Network.freePort();
        int relayPort = Network.freePort();
        String front = "http://127.0.0.1:" + proxyPort;
        startBoxes(Map.of(), Map.of("SKYV_BOX_PORT", Integer.toString(relayPort), "SKYV_BOX_PUBLIC_URL", front));
        try (AlteringProxy proxy = new AlteringProxy(proxyPort, java.net.URI.create("http://127.0.0.1:" + relayPort));
                Page page = new Page(network.control())) {
            JsonNode before =
                    page.await("it plays", state -> state.path("decodedFrames").asLong() > 30);
            proxy.alter(1);
            JsonNode after = page.await(
                    "another box",
                    state -> state.get("partsRefused").asLong() > 0
                            && !state.get("box")
                                    .asText()
                                    .equals(before.get("box").asText()));
            assertEquals(1, proxy.altered());
            long frames = after.get("decodedFrames").asLong();
            page.await("it goes on", state -> state.get("decodedFrames").asLong() > frames + 60);
            page.screenshot(network.directory().resolve("another-box.png"));
            JsonNode left = control.get("/v1/grants/" + before.get("grant").asText());
            assertNotEquals(after.get("grant").asText(), left.get("id").asText());
        }
    }

    @Test
    void shouldSayThatThereIsNoOtherBoxWhenAllSendAlteredParts() throws Exception {
        int[] fronts = {Network.freePort(), Network.freePort()};
        int[] boxes = {Network.freePort(), Network.freePort()};
        startBoxes(
                Map.of(
                        "SKYV_BOX_PORT",
                        Integer.toString(boxes[0]),
                        "SKYV_BOX_PUBLIC_URL",
                        "http://127.0.0.1:" + fronts[0]),
                Map.of(
                        "SKYV_BOX_PORT",
                        Integer.toString(boxes[1]),
                        "SKYV_BOX_PUBLIC_URL",
                        "http://127.0.0.1:" + fronts[1]));
        try (AlteringProxy source = new AlteringProxy(fronts[0], java.net.URI.create("http://127.0.0.1:" + boxes[0]));
                AlteringProxy relay =
                        new AlteringProxy(fronts[1], java.net.URI.create("http://127.0.0.1:" + boxes[1]));
                Page page = new Page(network.control())) {
            page.await("it plays", state -> state.path("decodedFrames").asLong() > 30);
            relay.alter(1);
            page.await("the relay is left", state -> state.get("partsRefused").asLong() >= 1);
            source.alter(Integer.MAX_VALUE); // not before: the relay would get nothing more that it could pass on
            page.await(
                    "it gives up",
                    state -> state.get("partsRefused").asLong() >= 2
                            && page.text().toLowerCase(java.util.Locale.ROOT).contains("no other box"));
            page.screenshot(network.directory().resolve("no-other-box.png"));
        }
    }

    private void startBoxes(Map<String, String> source, Map<String, String> relay) throws Exception {
        Map<String, String> camera = new HashMap<>(source);
        camera.put("SKYV_CAMERA", "test");
        boxes.add(network.launchBox("source", camera, Place.HERE));
        boxes.add(network.launchBox("relay", relay, Place.HERE));
        network.awaitOnline(2);
        control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
    }
}
