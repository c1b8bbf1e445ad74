package io.skyv.control.fleet.grpc;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.skyv.control.fleet.Fleet;
import io.skyv.control.fleet.OnlineBox;
import io.skyv.control.identity.CertificateAuthority;
import io.skyv.control.identity.grpc.TestBox;
import io.skyv.control.identity.grpc.TestNetwork;
import io.skyv.control.identity.store.NetworkKeys;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.Receipt;
import io.skyv.v1.ReceiptsBooked;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions over real mutual TLS. A heartbeat is due every three seconds here. */
@QuarkusTest
@WithTestResource(value = TestNetwork.class, scope = TestResourceScope.MATCHING_RESOURCES)
@Timeout(60)
class BoxSessionTest {
    private static final long BOUND_SECONDS = 10;

    @TestHTTPResource(value = "/", tls = true)
    URI https;

    @ConfigProperty(name = "skyv.data")
    Path data;

    @Inject
    Fleet fleet;

    @Inject
    StreamRegistry streams;

    @Inject
    MeterRegistry meters;

    @TempDir
    Path boxData;

    private TestBox box;

    @BeforeEach
    void make() {
        box = TestBox.made(data, boxData, https.getPort());
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void shouldShowABoxForAsLongAsItsSessionIsOpen() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        session.heartbeat(3);
        session.book();

        OnlineBox online = fleet.find(box.id()).orElseThrow();
        assertEquals(URI.create(TestSession.URL), online.publicUrl());
        assertTrue(online.relays());
        assertEquals(3, online.openGrants());
        assertShown(true);

        session.hangUp();
        assertEquals(Status.Code.OK, session.awaitEnd().getCode());
        assertTrue(fleet.find(box.id()).isEmpty());
        assertShown(false);
    }

    @Test
    void shouldSayWhatTimeItIsAtEachHeartbeat() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        long before = System.currentTimeMillis();
        for (int i = 0; i < 2; i++) {
            session.heartbeat(0);
            long said = session.next().getTime().getMillis();
            assertTrue(said >= before && said <= System.currentTimeMillis(), "it is " + said);
        }
    }

    @Test
    void shouldEndASessionWhoseCertificateEnds() throws Exception {
        KeyPair key = P256.generate();
        NetworkKeys keys = NetworkKeys.open(data, Instant.now());
        Instant issued =
                Instant.now().minus(CertificateAuthority.OPERATING_LIFE).plusSeconds(6);
        List<X509Certificate> chain = List.of(
                keys.network().issueOperating(box.id(), key.getPublic(), issued),
                keys.network().certificate());
        box.enrol(box.withBirthCertificate(), TestBox.csr(P256.generate()));
        TestSession session = TestSession.open(box.channel(key.getPrivate(), chain));
        assertTrue(fleet.find(box.id()).isPresent());

        Status end = session.awaitEndWithHeartbeats();

        assertEquals(Status.Code.PERMISSION_DENIED, end.getCode());
        assertTrue(end.getDescription().startsWith("expired"), end::toString);
        assertTrue(fleet.find(box.id()).isEmpty());
        assertTrue(meters.get("skyv.sessions.ended")
                        .tag("reason", "expired")
                        .counter()
                        .count()
                >= 1);
    }

    @Test
    void shouldRefuseABirthCertificate() throws Exception {
        Status end = refused(box.withBirthCertificate());

        assertEquals(Status.Code.PERMISSION_DENIED, end.getCode());
        assertTrue(end.getDescription().startsWith("operating_needed"), end::toString);
    }

    @Test
    void shouldRefuseWhoHasNoCertificate() throws Exception {
        assertEquals(
                Status.Code.UNAUTHENTICATED, refused(box.withoutCertificate()).getCode());
    }

    @Test
    void shouldEndTheOlderSessionWhenABoxOpensANewOne() throws Exception {
        Channel channel = box.enrolled();
        TestSession older = TestSession.open(channel);

        TestSession newer = TestSession.open(channel);

        Status end = older.awaitEnd();
        assertEquals(Status.Code.ABORTED, end.getCode());
        newer.book();
        assertTrue(fleet.find(box.id()).isPresent());
    }

    @Test
    void shouldHangUpOnARevokedBoxAtOnceAndForGood() throws Exception {
        Channel channel = box.enrolled();
        TestSession session = TestSession.open(channel);

        TestBox.maker(data, "revoke", box.id().value());

        Status end = session.awaitEnd();
        assertEquals(Status.Code.PERMISSION_DENIED, end.getCode());
        assertTrue(end.getDescription().startsWith("revoked"), end::toString);
        assertTrue(fleet.find(box.id()).isEmpty());
        assertEquals(Status.Code.PERMISSION_DENIED, refused(channel).getCode());
    }

    @Test
    void shouldCountABoxThatCancelsItsSessionAsOffline() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        session.book();
        double before = ended("left").count();
        session.cancel();
        awaitOffline();
        assertEquals(before + 1, ended("left").count());
    }

    @Test
    void shouldCountABoxWhoseConnectionBreaksAsOfflineBeforeItCountsAsSilent() throws Exception {
        double before = ended("broken").count();
        double silent = ended("silent").count();
        try (TestCable cable = TestCable.to(https.getPort());
                TestBox far = box.through(cable.port())) {
            TestSession session = TestSession.open(far.enrolled());
            session.book();
            cable.breakOff();
            awaitOffline();
        }
        assertEquals(before + 1, ended("broken").count());
        assertEquals(silent, ended("silent").count());
    }

    private void awaitOffline() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (fleet.find(box.id()).isPresent() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertTrue(fleet.find(box.id()).isEmpty());
    }

    private Counter ended(String reason) {
        return meters.get("skyv.sessions.ended").tag("reason", reason).counter();
    }

    @Test
    void shouldCountASilentBoxAsOffline() throws Exception {
        TestSession session = TestSession.open(box.enrolled());

        assertEquals(Status.Code.DEADLINE_EXCEEDED, session.awaitEnd().getCode());
        assertTrue(fleet.find(box.id()).isEmpty());
        assertTrue(meters.get("skyv.sessions.ended")
                        .tag("reason", "silent")
                        .counter()
                        .count()
                >= 1);
    }

    @Test
    void shouldHangUpOnWhoDoesNotSayHelloFirst() throws Exception {
        TestSession session = new TestSession(box.enrolled());
        session.heartbeat(0);

        assertEquals(Status.Code.INVALID_ARGUMENT, session.awaitEnd().getCode());
    }

    @Test
    void shouldHangUpOnWhoSaysHelloWithNoUsableAddress() throws Exception {
        for (String url :
                new String[] {"", "ftp://192.0.2.7", "http://192.0.2.7/", "http://a:b@192.0.2.7", "nonsense"}) {
            TestSession session = new TestSession(box.enrolled());
            session.hello(url);

            assertEquals(Status.Code.INVALID_ARGUMENT, session.awaitEnd().getCode(), url);
        }
    }

    @Test
    void shouldAnswerEachReceipt() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        String grant = "0".repeat(32);

        ReceiptsBooked booked = session.book(
                Receipt.newBuilder().setGrantId(grant).setCumulativeBytes(5).build());

        assertEquals(1, booked.getOutcomesCount());
        assertEquals(grant, booked.getOutcomes(0).getGrantId());
        assertEquals("unknown_grant", booked.getOutcomes(0).getRefusal());
        assertTrue(meters.get("skyv.receipt.batches").counter().count() >= 1);
    }

    @Test
    void shouldAnswerAFullBatchOfReceiptsForGrantsThatAreNotOpen() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        Receipt[] receipts = IntStream.range(0, 1000)
                .mapToObj(i -> Receipt.newBuilder()
                        .setGrantId(String.format("%032x", i))
                        .setCumulativeBytes(5)
                        .build())
                .toArray(Receipt[]::new);

        assertEquals(1000, session.book(receipts).getOutcomesCount());
    }

    @Test
    void shouldHangUpOnABatchThatIsTooLarge() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        var batch = io.skyv.v1.ReceiptBatch.newBuilder();
        for (int i = 0; i <= 1000; i++) {
            batch.addReceipts(Receipt.newBuilder().setGrantId("x"));
        }
        session.say(BoxMessage.newBuilder().setReceipts(batch));

        assertEquals(Status.Code.INVALID_ARGUMENT, session.awaitEnd().getCode());
    }

    @Test
    void shouldHangUpOnAMessageThatNoBoxNeeds() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        session.say(BoxMessage.newBuilder()
                .setReceipts(io.skyv.v1.ReceiptBatch.newBuilder()
                        .addReceipts(Receipt.newBuilder().setGrantId("x".repeat(2 << 20)))));

        assertTrue(session.awaitEnd().getCode() != Status.Code.OK);
        awaitOffline();
    }

    @Test
    void shouldKnowTheStreamsThatABoxOffers() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        StreamId camera = StreamId.of(box.id(), "camera");

        session.offer(camera);
        session.book();
        assertTrue(streams.isLive(streams.find(camera).orElseThrow()));
        assertTrue(source());

        session.end(camera);
        session.book();
        assertTrue(streams.find(camera).orElseThrow().ended());
        assertFalse(source());
    }

    @Test
    void shouldLeaveOutAStreamOfAnotherBoxAndGoOn() throws Exception {
        TestSession session = TestSession.open(box.enrolled());
        StreamId foreign = StreamId.of(new BoxId("box-2"), "camera");

        session.offer(foreign);
        session.book();

        assertTrue(streams.find(foreign).isEmpty());
        assertTrue(fleet.find(box.id()).isPresent());
    }

    @Test
    void shouldEndTheStreamsThatABoxDoesNotSayAgainAfterItsReconnect() throws Exception {
        Channel channel = box.enrolled();
        StreamId old = StreamId.of(box.id(), "old");
        StreamId kept = StreamId.of(box.id(), "kept");
        TestSession first = TestSession.open(channel);
        first.offer(old);
        first.offer(kept);
        first.book();

        TestSession second = TestSession.open(channel);
        second.book();
        assertFalse(streams.isLive(streams.find(kept).orElseThrow()), "not said again yet");
        second.offer(kept);
        second.heartbeat(0);
        second.book();

        assertTrue(streams.isLive(streams.find(kept).orElseThrow()));
        assertTrue(streams.find(old).orElseThrow().ended());
        assertFalse(streams.find(kept).orElseThrow().ended());
    }

    private Status refused(Channel channel) throws InterruptedException {
        TestSession session = new TestSession(channel);
        session.hello(TestSession.URL);
        return session.awaitEnd();
    }

    private boolean source() {
        return fleet.known().stream().anyMatch(known -> known.id().equals(box.id()) && known.source());
    }

    private void assertShown(boolean online) {
        String shown = "boxes.find { it.id == '" + box.id() + "' }.";
        given().get("/v1/boxes")
                .then()
                .statusCode(200)
                .body(shown + "online", equalTo(online))
                .body(shown + "owner", equalTo(box.id().value()))
                .body(shown + "url", equalTo(TestSession.URL))
                .body(shown + "relays", equalTo(true))
                .body(shown + "source", equalTo(false));
    }
}
