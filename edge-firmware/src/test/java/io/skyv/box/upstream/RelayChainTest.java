package io.skyv.box.upstream;

import static io.skyv.box.meter.TestGrants.MAIN;
import static io.skyv.box.meter.TestGrants.NOW_MILLIS;
import static io.skyv.box.meter.TestGrants.STREAM;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skyv.box.meter.Meter;
import io.skyv.box.meter.MeterLimits;
import io.skyv.box.meter.SettableClock;
import io.skyv.box.meter.TestGrants;
import io.skyv.box.relay.RelayServer;
import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.Catalogue;
import io.skyv.box.store.LiveRing;
import io.skyv.box.store.Position;
import io.skyv.box.store.RingMemory;
import io.skyv.box.store.RingView;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.P256;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source box and a relay on loopback: what the relay has is what the source signed, and is paid for. */
class RelayChainTest {
    private static final BoxId SOURCE = new BoxId("box-0");
    private static final BoxId RELAY = new BoxId("box-1");
    private static final long BOUND_SECONDS = 20;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final TestGrants grants = new TestGrants();
    private final KeyPair manifestKey = P256.generate();
    private final SettableClock clock = new SettableClock(NOW_MILLIS);
    private final LiveRing sourceRing = new LiveRing(10 << 20);
    private final Packager packager =
            new Packager(STREAM, MAIN, manifestKey.getPrivate(), new FakeNumbering(0, 100), sourceRing);
    private final FakeControlPlane controlPlane = new FakeControlPlane(grants, manifestKey.getPublic());
    private final Catalogue catalogue = new Catalogue();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Meter sourceMeter;
    private RelayServer source;
    private Relays relays;
    private int parts;

    @BeforeEach
    void start() throws IOException {
        sourceMeter = new Meter(
                SOURCE,
                () -> Optional.of(grants.key.getPublic()),
                directory.resolve("source.log"),
                clock,
                clock::millis,
                new MeterLimits(100, 600_000));
        StreamOffer offer = new StreamOffer(
                STREAM, "Camera", List.of(new OfferedRendition(MAIN, 1_000_000, "avc1.42c01f", 640, 360, 30)));
        CarriedStream stream = new CarriedStream(STREAM, MAIN, sourceRing, offer, clock);
        source = new RelayServer(vertx, sourceMeter, _ -> CompletableFuture.completedFuture(stream));
        UpstreamSettings settings = new UpstreamSettings(true, 4L << 20, 60_000, 4);
        relays = new Relays(
                catalogue, new RingMemory(40 << 20, 10 << 20), controlPlane, settings, registry, clock, clock);
        packager.encodingStarted(new byte[700], 2_000_000);
        segment();
        segment();
    }

    @AfterEach
    void stop() {
        relays.close();
        source.close();
        sourceMeter.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldCarryWhatTheSourceSignedPartByPartAndPayForIt() throws Exception {
        controlPlane.add(SOURCE, source.url());
        CarriedStream carried = carry();
        RingView view = at(carried, 101, 2);
        assertArrayEquals(
                sourceRing
                        .view()
                        .part(new Position(101, 1))
                        .orElseThrow()
                        .body()
                        .read(),
                view.part(new Position(101, 1)).orElseThrow().body().read());
        segment();
        RingView later = await(carried, Position.wholeSegment(102));
        assertEquals(
                sourceRing
                        .view()
                        .segment(102)
                        .orElseThrow()
                        .ended()
                        .orElseThrow()
                        .manifest(),
                later.segment(102).orElseThrow().ended().orElseThrow().manifest());
        assertEquals(700, later.inits().values().iterator().next().body().length());
        OutgoingReceipt.Paid paid =
                (OutgoingReceipt.Paid) sourceMeter.pending(1).getFirst();
        assertTrue((long) paid.index() * Grant.UNIT_BYTES >= sourceMeter.servedBytes());
    }

    @Test
    void shouldServeEachPartAsSoonAsTheSourceHasIt() throws Exception {
        controlPlane.add(SOURCE, source.url());
        CarriedStream carried = carry();
        at(carried, 101, 2);
        packager.part(body(), 0, 333_333, true, false);
        at(carried, 102, 0);
        packager.part(body(), 0, 333_333, false, false);
        at(carried, 102, 1);
    }

    @Test
    void shouldGoOnUnderANewGrantBeforeTheOldOneIsUsedUp() throws Exception {
        controlPlane.maxBytes = 12L * Grant.UNIT_BYTES;
        controlPlane.add(SOURCE, source.url());
        CarriedStream carried = carry();
        at(carried, 101, 2);
        for (int i = 0; i < 6; i++) {
            segment();
            at(carried, 102 + i, 2);
        }
        assertTrue(
                controlPlane.granted().size() > 1,
                "grants: " + controlPlane.granted().size());
        assertEquals(101, carried.ring().view().segments().getFirst().sequence(), "nothing is missing");
    }

    @Test
    void shouldFollowASourceWhoseEncodingBreaksOff() throws Exception {
        controlPlane.add(SOURCE, source.url());
        CarriedStream carried = carry();
        packager.part(body(), 0, 333_333, true, false);
        at(carried, 102, 0);
        packager.encodingEnded();
        packager.encodingStarted(new byte[800], 2_000_000);
        packager.part(body(), 0, 333_333, true, false);
        RingView view = at(carried, 103, 0);
        assertEquals(1, view.segments().getLast().epoch());
        assertEquals(800, view.inits().get(1L).body().length());
        assertEquals(1, view.segment(102).orElseThrow().parts().size());
    }

    @Test
    void shouldLeaveAParentThatAltersAByteAndFindAnother() throws Exception {
        BoxId liar = new BoxId("box-liar");
        AtomicInteger altered = new AtomicInteger();
        HttpServer proxy = alteringProxy(altered);
        controlPlane.add(liar, URI.create("http://127.0.0.1:" + proxy.actualPort()));
        controlPlane.add(SOURCE, source.url());
        CarriedStream carried = carry();
        at(carried, 101, 2);
        assertTrue(altered.get() > 0);
        assertEquals(1.0, registry.get("skyv.upstream.bad").counter().count());
        assertEquals(
                List.of(liar, SOURCE),
                controlPlane.granted().stream()
                        .map(grant -> grant.grant().box())
                        .toList());
        proxy.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldLetAStreamGoThatNobodyWants() throws Exception {
        controlPlane.add(SOURCE, source.url());
        CarriedStream carried = carry();
        at(carried, 101, 2);
        clock.set(NOW_MILLIS + 60_000);
        segment();
        assertNotNull(carried.ring()
                .await(Position.wholeSegment(999))
                .handle((_, failure) -> failure)
                .get(BOUND_SECONDS, TimeUnit.SECONDS));
        assertTrue(catalogue.find(STREAM).isEmpty());
    }

    /** Passes everything on to the source, under a grant of its own making, and flips one byte of each part. */
    private HttpServer alteringProxy(AtomicInteger altered) {
        HttpClient client = HttpClient.newHttpClient();
        Meter liarsMeter = openMeter(new BoxId("box-liar"));
        RelayServer behind = new RelayServer(
                vertx,
                liarsMeter,
                _ -> CompletableFuture.completedFuture(new CarriedStream(
                        STREAM,
                        MAIN,
                        sourceRing,
                        new StreamOffer(
                                STREAM,
                                "Camera",
                                List.of(new OfferedRendition(MAIN, 1_000_000, "avc1.42c01f", 640, 360, 30))),
                        clock)));
        return vertx.createHttpServer()
                .requestHandler(request -> client.sendAsync(
                                HttpRequest.newBuilder(behind.url().resolve(request.uri()))
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .thenAccept(answer -> {
                            byte[] body = answer.body();
                            if (request.path().matches(".*\\d\\.\\d+\\.m4s") && answer.statusCode() == 200) {
                                body[body.length / 2] ^= 1;
                                altered.incrementAndGet();
                            }
                            pass(answer, request.response().setStatusCode(answer.statusCode()), body);
                        }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void pass(HttpResponse<byte[]> answer, io.vertx.core.http.HttpServerResponse response, byte[] body) {
        answer.headers()
                .firstValue("SKYV-Manifest")
                .ifPresent(manifest -> response.putHeader("SKYV-Manifest", manifest));
        response.end(Buffer.buffer(body));
    }

    private Meter openMeter(BoxId box) {
        try {
            return new Meter(
                    box,
                    () -> Optional.of(grants.key.getPublic()),
                    directory.resolve(box + ".log"),
                    clock,
                    clock::millis,
                    new MeterLimits(100, 600_000));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private CarriedStream carry() throws Exception {
        SignedGrant viewers = grants.grant(terms -> terms.box(RELAY));
        return relays.find(viewers.grant()).toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    private static RingView at(CarriedStream carried, long sequence, int part) throws Exception {
        return await(carried, new Position(sequence, part));
    }

    private static RingView await(CarriedStream carried, Position position) throws Exception {
        return carried.ring().await(position).get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    private void segment() {
        packager.part(body(), 0, 333_333, true, false);
        packager.part(body(), 333_333, 333_333, false, false);
        packager.part(body(), 666_666, 333_333, false, true);
    }

    private byte[] body() {
        byte[] body = new byte[40_000 + parts];
        Arrays.fill(body, (byte) ++parts);
        return body;
    }
}
