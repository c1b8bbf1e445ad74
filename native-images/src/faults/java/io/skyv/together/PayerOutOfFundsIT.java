package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A broadcaster and a relay's owner who have too little, next to a broadcaster who has enough. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PayerOutOfFundsIT {
    /** What the viewer here asks for, 32 MiB, costs 31,250: there is enough for one grant, not for two. */
    private static final String GENESIS = """
            {"format": "skyv-genesis-v1", "balances": {"broadcaster": 50000, "relay-owner": 1000000000000}}
            """;

    private static final int UNITS = 512;

    private final Network network = new Network("out-of-funds");
    private final Rest rest = new Rest(network.control());
    private final Metrics ofControl = new Metrics(network.control());
    private Books books;
    private Network.Box relay;
    private String poorStream = "";
    private String richStream = "";
    private String relayId = "";

    @BeforeAll
    void start() throws Exception {
        Path genesis = network.directory().resolve("genesis.json");
        Files.createDirectories(network.directory());
        Files.writeString(genesis, GENESIS);
        network.startControl(Map.of("SKYV_GENESIS", genesis.toString()));
        books = new Books(rest);
        network.maker("poor", "broadcaster");
        network.maker("rich", "relay-owner");
        network.maker("relay", "penniless");
        Map<String, String> closesSoon = new HashMap<>(Small.SOURCE);
        closesSoon.put("SKYV_METER_IDLE_CLOSE", "PT5S");
        closesSoon.put("SKYV_RELAY_ENABLED", "false");
        network.startBox("poor", closesSoon);
        network.startBox("rich", closesSoon);
        relay = network.startBox("relay", Map.of());
        JsonNode streams = rest.await(
                "/v1/streams",
                json -> json.at("/streams/0/live").asBoolean()
                        && json.at("/streams/1/live").asBoolean());
        for (JsonNode stream : streams.get("streams")) {
            if (stream.get("payer").asText().equals("broadcaster")) {
                poorStream = stream.get("id").asText();
            } else {
                richStream = stream.get("id").asText();
            }
        }
        JsonNode boxes = rest.await("/v1/boxes", json -> Small.online(json) == 3);
        for (JsonNode box : boxes.get("boxes")) {
            if (box.get("owner").asText().equals("penniless")) {
                relayId = box.get("id").asText();
            }
        }
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void shouldRefuseTheNextGrantInMidStreamAndDisturbNobodyElse() throws Exception {
        String metric = Runbook.of("out-of-funds").metric();
        double before = ofControl.value(metric);
        try (LastingViewer paid = viewer(poorStream);
                LastingViewer others = viewer(richStream)) {
            paid.awaitMore(5);
            others.awaitMore(5);

            Rest.Answer refused = grant(poorStream);
            assertEquals(409, refused.status());
            assertEquals("application/problem+json", refused.contentType());
            assertEquals("insufficient_funds", refused.json().get("code").asText());
            String detail = refused.json().get("detail").asText();
            assertTrue(detail.contains("broadcaster") && detail.contains("maxBytes"), detail);
            ofControl.await(metric, count -> count > before);

            paid.awaitMore(10); // what is paid goes on
            others.awaitMore(10);
            assertEquals(1, paid.grants().size());
            assertEquals(201, grant(richStream).status());
            books.assertAllBooked(List.of(paid));
        }
        // The viewer has left: its grant closes, what is left goes back, and there is enough again.
        rest.await("/v1/accounts/broadcaster", json -> json.get("balanceMicros").asLong() > 40_000);
        try (LastingViewer next = viewer(poorStream)) {
            next.awaitMore(5);
        }
    }

    @Test
    void shouldHaveARelaySayThatItsOwnerCannotPayItsParent() throws Exception {
        PayingViewer viewer = PayingViewer.of(rest, richStream);
        assertEquals(relayId, viewer.grant().box().value());
        Rest.Answer refused = viewer.box()
                .send(viewer.path() + "index.m3u8?grant=" + viewer.token().token());
        assertEquals(503, refused.status());
        assertEquals("not-ready", refused.json().get("code").asText());
        assertTrue(
                refused.json().get("detail").asText().contains("penniless"),
                refused.json().toString());
        new Metrics(relay.url())
                .await("skyv_upstream_grants_refused_total{reason=\"payer_cannot_pay\"}", count -> count >= 1);
    }

    private LastingViewer viewer(String stream) throws Exception {
        return new LastingViewer("at " + stream, network.control(), stream, UNITS, Set.of(relayId));
    }

    private Rest.Answer grant(String stream) throws Exception {
        return rest.post(
                "/v1/streams/" + stream + "/grants",
                "{\"maxBytes\":33554432,\"anchor\":\"" + "0".repeat(64) + "\",\"avoid\":[\"" + relayId + "\"]}");
    }
}
