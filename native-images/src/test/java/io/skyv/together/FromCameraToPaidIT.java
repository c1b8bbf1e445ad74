package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The whole way on the packaged programs: one box captures, another relays, a viewer pays, the ledger books. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FromCameraToPaidIT {
    private static final int PARTS = 20;
    private static final Pattern SEGMENT = Pattern.compile("^(\\d+)\\.m4s.*$", Pattern.MULTILINE);

    private final Network network = new Network("from-camera-to-paid");
    private final Rest control = new Rest(network.control());
    private Network.Box source;
    private Network.Box relay;
    private String stream = "";

    @BeforeAll
    void start() throws Exception {
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        source = network.startBox(
                "source",
                Map.of(
                        "SKYV_CAMERA", "test",
                        "SKYV_ENCODING_WIDTH", "640",
                        "SKYV_ENCODING_HEIGHT", "360",
                        "SKYV_ENCODING_BITRATE", "800000"));
        relay = network.startBox("relay", Map.of());
        JsonNode streams =
                control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
        stream = streams.at("/streams/0/id").asText();
        control.await("/v1/boxes", json -> online(json) == 2);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void shouldBookExactlyWhatTheViewerPaidForWhatTheRelayDelivered() throws Exception {
        PayingViewer viewer = PayingViewer.of(control, stream);
        assertNotEquals(sourceBox(), viewer.grant().box().value(), "a relay serves, not the source");
        viewer.watch(PARTS);
        assertEquals(PARTS, viewer.parts());
        assertTrue(viewer.paidBytes() >= viewer.receivedBytes());
        JsonNode booked = control.await(
                "/v1/grants/" + viewer.grant().id(),
                json -> json.get("settledBytes").asLong() == viewer.paidBytes());
        long paid = viewer.paidMicros();
        assertTrue(paid > 0);
        assertEquals(paid, booked.get("paidMicros").asLong());
        assertEquals(
                Math.ceilDiv(paid * 100_000, 1_000_000L),
                booked.get("burnedMicros").asLong());
        assertEquals(
                paid - booked.get("burnedMicros").asLong(),
                booked.get("earnedMicros").asLong());
        assertEquals("relay-owner", booked.get("owner").asText());
        assertEquals("broadcaster", booked.get("payer").asText());
    }

    @Test
    void shouldHaveTheRelayPayTheSourceForWhatItRelays() throws Exception {
        PayingViewer viewer = PayingViewer.of(control, stream);
        viewer.watch(5);
        long before =
                control.get("/v1/accounts/relay-owner").get("balanceMicros").asLong();
        assertTrue(before > 0);
        String served = metric(source, "skyv_relay_served_bytes_total");
        assertTrue(Double.parseDouble(served) > 0, "the source served " + served);
        String received = metric(relay, "skyv_upstream_received_bytes_total");
        assertTrue(Double.parseDouble(received) > 0, "the relay received " + received);
    }

    @Test
    void shouldKeepAllMoneyThatThereIs() throws Exception {
        PayingViewer viewer = PayingViewer.of(control, stream);
        viewer.watch(3);
        control.await(
                "/v1/grants/" + viewer.grant().id(),
                json -> json.get("settledBytes").asLong() == viewer.paidBytes());
        JsonNode ledger = control.get("/v1/ledger");
        assertTrue(ledger.get("round").asLong() >= 1, "the first round starts at once");
        assertTrue(ledger.get("supplyMicros").asLong() > 0);
    }

    @Test
    void shouldAskForPaymentAndForAGrant() throws Exception {
        PayingViewer viewer = PayingViewer.of(control, stream);
        viewer.watch(1);
        String name = viewer.path() + newestSegment(viewer);
        problem(viewer.box().send(name), 401, "grant-missing");
        SignedGrant fresh = PayingViewer.of(control, stream).token();
        Rest.Answer unpaid = viewer.box().send(name + "?grant=" + fresh.token());
        problem(unpaid, 402, "payment-due");
        assertTrue(unpaid.json().get("due").asInt() > 0);
    }

    @Test
    void shouldRefuseForgedGrantsAndReceiptsThatProveNothing() throws Exception {
        PayingViewer viewer = PayingViewer.of(control, stream);
        viewer.watch(1);
        String name = viewer.path() + newestSegment(viewer);
        Grant mine = viewer.grant();
        SignedGrant forged = SignedGrant.sign(mine, P256.generate().getPrivate());
        problem(viewer.box().send(name + "?grant=" + forged.token()), 403, "grant-forged");
        Receipt wrong = new Receipt(mine.id(), viewer.paidIndex() + 1, Digest.sha256(new byte[] {1}));
        problem(viewer.box().send(name + "?" + wrong.query()), 403, "receipt-invalid");
        assertTrue(Double.parseDouble(metric(relay, "skyv_relay_refused_total{code=\"receipt-invalid\"}")) >= 1);
        problem(new Rest(source.url()).send(name + "?grant=" + viewer.token().token()), 403, "grant-wrong-box");
    }

    @Test
    void shouldServePlainPlayersWithinTheirBitrate() throws Exception {
        Rest.Answer answer = control.send("/v1/streams/" + stream + "/plain.m3u8");
        assertEquals(307, answer.status());
        URI multivariant =
                URI.create(answer.response().headers().firstValue("Location").orElseThrow());
        String text = text(new Rest(multivariant).send(multivariant.toString()));
        Matcher media =
                Pattern.compile("^main/index.m3u8.*$", Pattern.MULTILINE).matcher(text);
        assertTrue(media.find(), text);
        URI playlist = multivariant.resolve(media.group());
        Matcher segment = SEGMENT.matcher(text(new Rest(playlist).send(playlist.toString())));
        assertTrue(segment.find());
        Rest.Answer body =
                new Rest(playlist).send(playlist.resolve(segment.group()).toString());
        assertEquals(200, body.status());
        assertTrue(body.body().length > 10_000);
    }

    @Test
    void shouldRefuseACertificateOfAnotherAuthorityAndCountIt() throws Exception {
        String refused = "skyv_tls_clients_refused_total";
        double before = total(control, refused);
        StrangeBox stranger = StrangeBox.make(network.directory(), "source/identity/network.pem");
        assertThrows(IOException.class, () -> stranger.get("https://127.0.0.1:" + network.httpsPort() + "/q/health"));
        assertEquals(before + 1, total(control, refused));
        assertEquals(2, control.get("/v1/boxes").get("boxes").size(), "nobody new");
    }

    private static String newestSegment(PayingViewer viewer) throws Exception {
        String playlist = text(viewer.box()
                .send(viewer.path() + "index.m3u8?g=" + viewer.grant().id()));
        Matcher segments = SEGMENT.matcher(playlist);
        String newest = "";
        while (segments.find()) {
            newest = segments.group(1) + ".m4s";
        }
        assertNotEquals("", newest, playlist);
        return newest;
    }

    private String sourceBox() throws Exception {
        return control.get("/v1/streams/" + stream).get("box").asText();
    }

    private static String text(Rest.Answer answer) {
        return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void problem(Rest.Answer answer, int status, String code) {
        assertEquals(
                status + " " + code,
                answer.status() + " " + answer.json().path("code").asText());
        assertEquals("application/problem+json", answer.contentType());
    }

    private static long online(JsonNode boxes) {
        long count = 0;
        for (JsonNode box : boxes.get("boxes")) {
            count += box.get("online").asBoolean() ? 1 : 0;
        }
        return count;
    }

    /** The sum over all labels. */
    private static double total(Rest rest, String name) throws Exception {
        return text(rest.send("/q/metrics"))
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String metric(Network.Box box, String name) throws Exception {
        String all = text(new Rest(box.url()).send("/q/metrics"));
        return all.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " in\n" + all));
    }
}
