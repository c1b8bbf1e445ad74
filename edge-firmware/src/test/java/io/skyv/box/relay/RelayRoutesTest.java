package io.skyv.box.relay;

import static io.skyv.box.meter.TestGrants.BOX;
import static io.skyv.box.meter.TestGrants.MAIN;
import static io.skyv.box.meter.TestGrants.NOW_MILLIS;
import static io.skyv.box.meter.TestGrants.STREAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.meter.Meter;
import io.skyv.box.meter.MeterLimits;
import io.skyv.box.meter.SettableClock;
import io.skyv.box.meter.TestGrants;
import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.segment.Piece;
import io.skyv.box.segment.PieceSink;
import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.LiveRing;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayRoutesTest {
    private static final int PART_BYTES = 100_000;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestGrants grants = new TestGrants();
    private final KeyPair source = P256.generate();
    private final LiveRing ring = new LiveRing(10 << 20);
    private final Packager packager = new Packager(STREAM, MAIN, source.getPrivate(), new FakeNumbering(0, 100), ring);
    private Meter meter;
    private RelayServer server;

    @BeforeEach
    void start() throws IOException {
        SettableClock clock = new SettableClock(NOW_MILLIS);
        meter = new Meter(
                BOX,
                () -> Optional.of(grants.key.getPublic()),
                directory.resolve("receipts.log"),
                clock,
                clock::millis,
                new MeterLimits(100, 60_000));
        StreamOffer offer = new StreamOffer(
                STREAM,
                "Camera",
                List.of(new OfferedRendition(MAIN, 2_500_000, "avc1.42c01f,mp4a.40.2", 1280, 720, 30)));
        CarriedStream stream = new CarriedStream(STREAM, MAIN, ring, offer, clock);
        server = new RelayServer(vertx, meter, _ -> CompletableFuture.completedFuture(stream));
        packager.encodingStarted(new byte[500], 2_000_000);
        packager.part(part(0), NOW_MILLIS * 1000, 333_333, true, false);
        packager.part(part(1), NOW_MILLIS * 1000 + 333_333, 333_333, false, true);
        packager.part(part(2), NOW_MILLIS * 1000 + 666_666, 333_333, true, false);
    }

    @AfterEach
    void stop() {
        server.close();
        meter.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldServeAPaidPartWithItsManifest() throws Exception {
        SignedGrant grant = grants.grant();
        HttpResponse<byte[]> response = get("main/100.0.m4s?grant=" + grant.token() + "&"
                + grants.receipt(grant, 2).query());
        assertEquals(200, response.statusCode());
        assertArrayEquals(part(0), response.body());
        SignedManifest manifest = SignedManifest.decodeHeader(
                response.headers().firstValue("SKYV-Manifest").orElseThrow());
        assertTrue(manifest.isSignedBy(source.getPublic()));
        assertTrue(manifest.isOf(response.body()));
        assertEquals(
                "*",
                response.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    }

    @Test
    void shouldTakeAReceiptFromAHeaderAsWell() throws Exception {
        SignedGrant grant = grants.grant();
        HttpRequest request = HttpRequest.newBuilder(uri("main/100.0.m4s?grant=" + grant.token()))
                .header("SKYV-Receipt", grants.receipt(grant, 2).header())
                .build();
        assertEquals(200, http.send(request, BodyHandlers.ofByteArray()).statusCode());
    }

    @Test
    void shouldServeAWholeSegmentAsItsPartsOneAfterTheOther() throws Exception {
        SignedGrant grant = grants.grant();
        HttpResponse<byte[]> response = get("main/100.m4s?grant=" + grant.token() + "&"
                + grants.receipt(grant, 4).query());
        assertEquals(200, response.statusCode());
        assertArrayEquals(part(0), Arrays.copyOf(response.body(), PART_BYTES));
        assertArrayEquals(part(1), Arrays.copyOfRange(response.body(), PART_BYTES, 2 * PART_BYTES));
        SignedManifest manifest = SignedManifest.decodeHeader(
                response.headers().firstValue("SKYV-Manifest").orElseThrow());
        assertTrue(manifest.isOf(response.body()));
    }

    @Test
    void shouldSayWhatIsDueWhenLessIsPaid() throws Exception {
        SignedGrant grant = grants.grant();
        HttpResponse<byte[]> response = get("main/100.0.m4s?grant=" + grant.token());
        JsonObject problem = problem(response, 402, "payment-due");
        assertEquals(2, problem.getInteger("due"));
        assertEquals(0, problem.getInteger("paid"));
        assertEquals("urn:skyv:problem:payment-due", problem.getString("type"));
    }

    @Test
    void shouldAskForAGrant() throws Exception {
        problem(get("main/100.0.m4s"), 401, "grant-missing");
        problem(get("main/index.m3u8"), 401, "grant-missing");
        problem(get("main/100.0.m4s?g=" + "0".repeat(32)), 401, "grant-missing");
    }

    @Test
    void shouldRefuseGrantsThatAreNotGoodForThis() throws Exception {
        SignedGrant forged = grants.grant(t -> t, P256.generate(), grants.chain.anchor());
        problem(get("main/100.0.m4s?grant=" + forged.token()), 403, "grant-forged");
        SignedGrant otherBox = grants.grant(t -> t.box(new BoxId("box-7")));
        problem(get("main/100.0.m4s?grant=" + otherBox.token()), 403, "grant-wrong-box");
        SignedGrant expired = grants.grant(t -> t.issuedAt(NOW_MILLIS - 2 * TestGrants.HOUR_MILLIS));
        problem(get("main/100.0.m4s?grant=" + expired.token()), 403, "grant-expired");
        SignedGrant small = grants.grant(t -> t.maxBytes(1000));
        problem(get("main/100.0.m4s?grant=" + small.token()), 403, "grant-used-up");
        problem(get("main/100.0.m4s?grant=nonsense"), 400, "malformed");
        SignedGrant good = grants.grant();
        problem(send("/v1/streams/box-0.other/main/100.0.m4s?grant=" + good.token()), 403, "grant-wrong-stream");
    }

    @Test
    void shouldRefuseAReceiptThatProvesNothingAndCountIt() throws Exception {
        SignedGrant grant = grants.grant();
        Receipt wrong = new Receipt(grant.grant().id(), 2, Digest.sha256(new byte[] {1, 2}));
        problem(get("main/100.0.m4s?grant=" + grant.token() + "&" + wrong.query()), 403, "receipt-invalid");
        assertEquals(
                1.0,
                server.registry
                        .get("skyv.relay.refused")
                        .tag("code", "receipt-invalid")
                        .counter()
                        .count());
        assertTrue(meter.pending(10).isEmpty(), "nothing is claimed");
        problem(get("main/100.0.m4s?g=" + grant.grant().id() + "&i=2"), 400, "malformed");
    }

    @Test
    void shouldHoldThePlaylistBackUntilThePartIsThere() throws Exception {
        SignedGrant grant = grants.grant();
        CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                HttpRequest.newBuilder(uri("main/index.m3u8?grant=" + grant.token() + "&_HLS_msn=101&_HLS_part=1"))
                        .build(),
                BodyHandlers.ofString());
        get("main/index.m3u8?grant=" + grant.token()); // a round trip later it is still held back
        assertFalse(waiting.isDone());
        packager.part(part(3), NOW_MILLIS * 1000 + 1_000_000, 333_333, false, false);
        assertTrue(waiting.get().body().contains("\"101.1.m4s\""));
    }

    /** A player that has not seen the segment end asks for one part more; an unchanged playlist would make it wait. */
    @Test
    void shouldTakeAPartBeyondItsSegmentForTheFirstOfTheNext() throws Exception {
        SignedGrant grant = grants.grant();
        packager.part(part(3), NOW_MILLIS * 1000 + 1_000_000, 333_333, false, true);
        CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                HttpRequest.newBuilder(uri("main/index.m3u8?grant=" + grant.token() + "&_HLS_msn=101&_HLS_part=2"))
                        .build(),
                BodyHandlers.ofString());
        get("main/index.m3u8?grant=" + grant.token());
        assertFalse(waiting.isDone());
        packager.part(part(4), NOW_MILLIS * 1000 + 1_333_333, 333_333, true, false);
        assertTrue(waiting.get().body().contains("\"102.0.m4s\""));
    }

    @Test
    void shouldHoldTheHintedPartBackUntilItIsThere() throws Exception {
        SignedGrant grant = grants.grant();
        CompletableFuture<HttpResponse<byte[]>> waiting = http.sendAsync(
                HttpRequest.newBuilder(uri("main/101.1.m4s?grant=" + grant.token() + "&"
                                + grants.receipt(grant, 2).query()))
                        .build(),
                BodyHandlers.ofByteArray());
        get("main/index.m3u8?grant=" + grant.token());
        assertFalse(waiting.isDone());
        packager.part(part(3), NOW_MILLIS * 1000 + 1_000_000, 333_333, false, false);
        assertArrayEquals(part(3), waiting.get().body());
    }

    /** Its last part is here first, and whoever carries the stream on asks for the manifest right after it. */
    @Test
    void shouldHoldASegmentsManifestBackUntilTheSegmentHasEnded() throws Exception {
        SignedGrant grant = grants.grant();
        List<SignedManifest> heldBack = new ArrayList<>();
        PieceSink slow = new PieceSink() {
            @Override
            public void init(Piece init) {
                ring.init(init);
            }

            @Override
            public void part(Piece part) {
                ring.part(part);
            }

            @Override
            public void segmentEnd(SignedManifest manifest) {
                heldBack.add(manifest);
            }
        };
        Packager other = new Packager(STREAM, MAIN, source.getPrivate(), new FakeNumbering(1, 200), slow);
        other.encodingStarted(new byte[500], 2_000_000);
        other.part(part(0), NOW_MILLIS * 1000 + 1_000_000, 333_333, true, true);
        CompletableFuture<HttpResponse<byte[]>> waiting = http.sendAsync(
                HttpRequest.newBuilder(uri("main/200.m4s.manifest?grant=" + grant.token()))
                        .build(),
                BodyHandlers.ofByteArray());
        get("main/200.0.m4s.manifest?grant=" + grant.token());
        assertFalse(waiting.isDone());
        ring.segmentEnd(heldBack.getFirst());
        assertArrayEquals(heldBack.getFirst().wire(), waiting.get().body());
    }

    @Test
    void shouldServePlaylistsAndManifestsForNothing() throws Exception {
        SignedGrant grant = grants.grant();
        assertEquals(200, get("index.m3u8?grant=" + grant.token()).statusCode());
        HttpResponse<byte[]> manifest =
                get("main/100.0.m4s.manifest?g=" + grant.grant().id());
        assertTrue(SignedManifest.decode(manifest.body()).isOf(part(0)));
        assertEquals(
                200, get("main/init-0.mp4.manifest?g=" + grant.grant().id()).statusCode());
        assertEquals(200, get("main/100.m4s.manifest?g=" + grant.grant().id()).statusCode());
        assertTrue(meter.pending(10).isEmpty());
    }

    @Test
    void shouldLetAPlainPlayerFollowItsPlaylists() throws Exception {
        SignedGrant grant = grants.grant(t -> t.plain(8_000_000));
        String multivariant = text(get("index.m3u8?grant=" + grant.token()));
        assertTrue(multivariant.contains("CODECS=\"avc1.42c01f,mp4a.40.2\",RESOLUTION=1280x720"), multivariant);
        String suffix = "?g=" + grant.grant().id();
        assertTrue(multivariant.contains("main/index.m3u8" + suffix), multivariant);
        String media = text(get("main/index.m3u8" + suffix));
        assertTrue(media.contains("100.m4s" + suffix), media);
        assertEquals(200, get("main/100.m4s" + suffix).statusCode());
        assertEquals(200, get("main/init-0.mp4" + suffix).statusCode());
    }

    /** FFmpeg, for one, gives up on a playlist that has parts only; hls.js waits a second before it asks again. */
    @Test
    void shouldHoldAPlaylistBackUntilThereIsAWholeSegment() throws Exception {
        SignedGrant plain = grants.grant(t -> t.plain(8_000_000));
        Packager restarted = new Packager(STREAM, MAIN, source.getPrivate(), new FakeNumbering(1, 500), ring);
        restarted.encodingStarted(new byte[500], 2_000_000);
        restarted.part(part(0), NOW_MILLIS * 1000 + 1_000_000, 333_333, true, false);
        CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                HttpRequest.newBuilder(uri("main/index.m3u8?grant=" + plain.token()))
                        .build(),
                BodyHandlers.ofString());
        get("main/500.0.m4s.manifest?grant=" + grants.grant().token());
        assertFalse(waiting.isDone());
        restarted.part(part(1), NOW_MILLIS * 1000 + 1_333_333, 333_333, false, true);
        String playlist = waiting.get().body();
        assertTrue(playlist.contains("\n500.m4s?g="), playlist);
    }

    @Test
    void shouldSayWhatIsNotHere() throws Exception {
        SignedGrant grant = grants.grant();
        String g = "?grant=" + grant.token();
        problem(get("main/99.0.m4s" + g), 404, "not-found");
        problem(get("main/105.0.m4s" + g), 404, "not-found");
        problem(get("main/100.2.m4s" + g), 404, "not-found");
        problem(get("main/init-9.mp4" + g), 404, "not-found");
        problem(get("main/other.txt" + g), 404, "not-found");
        problem(get("main/index.m3u8" + g + "&_HLS_msn=9999"), 400, "malformed");
        problem(get("main/index.m3u8" + g + "&_HLS_part=1"), 400, "malformed");
        problem(send("/v1/else"), 404, "not-found");
    }

    @Test
    void shouldAnswerABrowsersPreflight() throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri("main/100.0.m4s"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertEquals(204, response.statusCode());
        assertEquals(
                "*",
                response.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
    }

    private static JsonObject problem(HttpResponse<byte[]> response, int status, String code) {
        JsonObject body = new JsonObject(text(response));
        assertEquals(status + " " + code, response.statusCode() + " " + body.getString("code"));
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(status, body.getInteger("status"));
        return body;
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send("/v1/streams/" + STREAM + "/" + path);
    }

    private HttpResponse<byte[]> send(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(server.url().resolve(path)).build(), BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return server.url().resolve("/v1/streams/" + STREAM + "/" + path);
    }

    private static byte[] part(int number) {
        byte[] body = new byte[PART_BYTES];
        Arrays.fill(body, (byte) number);
        return body;
    }
}
