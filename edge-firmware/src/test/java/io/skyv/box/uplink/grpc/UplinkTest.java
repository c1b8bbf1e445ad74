package io.skyv.box.uplink.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skyv.box.identity.StoredIdentity;
import io.skyv.box.identity.TestNetwork;
import io.skyv.box.uplink.BoxStatus;
import io.skyv.box.uplink.GrantRefusedException;
import io.skyv.box.uplink.NetworkTime;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.box.uplink.Outcome;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.box.uplink.UpstreamGrant;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.BoxMessage.MessageCase;
import io.skyv.v1.GrantReply;
import io.skyv.v1.ReceiptBatch;
import io.skyv.v1.ReceiptOutcome;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The box's side of the connection, against a control plane that the test plays. */
@Timeout(60)
class UplinkTest {
    private static final RenditionName MAIN = new RenditionName("main");
    private static final GrantId GRANT = GrantId.of(0, new byte[12]);

    private final TestNetwork network = new TestNetwork("CN=test network");
    private final FakeReceipts receipts = new FakeReceipts();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final NetworkTime time = new NetworkTime(InstantSource.system(), System::nanoTime);

    @TempDir
    Path data;

    private FakeNetwork control;
    private StoredIdentity identity;
    private Uplink uplink;

    @BeforeEach
    void make() throws Exception {
        network.makeBox(data);
        identity = StoredIdentity.open(data);
        control = new FakeNetwork(network, 0);
        uplink = uplink(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        uplink.close();
        control.close();
    }

    @Test
    void shouldEnrolWithItsBirthCertificateAndConnectWithTheOperatingOne() throws Exception {
        uplink.start();

        FakeNetwork.Enrolled enrolled = control.nextEnrolment();
        FakeNetwork.Link link = control.nextWelcomed();
        link.next(MessageCase.HEARTBEAT);

        assertEquals(identity.birth().leaf(), enrolled.peer());
        assertEquals(enrolled.key(), link.peer().getPublicKey());
        assertEquals(control.grantKey.getPublic(), identity.grantKey());
        assertTrue(uplink.connected());
        assertEquals(1, meters.get("skyv.uplink.connected").gauge().value());
    }

    @Test
    void shouldConnectWithoutEnrollingWhenItsCertificateIsGood() throws Exception {
        KeyPair key = enrolledFor(Duration.ofDays(30));

        uplink.start();

        assertEquals(key.getPublic(), control.nextWelcomed().peer().getPublicKey());
        assertTrue(control.enrolments.isEmpty());
    }

    @Test
    void shouldRenewWithANewKeyWhenTwoThirdsOfTheLifeAreOver() throws Exception {
        KeyPair old = enrolledFor(Duration.ofSeconds(20));

        uplink.start();

        FakeNetwork.Enrolled renewed = control.nextEnrolment();
        assertEquals(old.getPublic(), renewed.peer().getPublicKey());
        assertNotEquals(old.getPublic(), renewed.key());
        assertEquals(renewed.key(), control.nextWelcomed().peer().getPublicKey());
    }

    @Test
    void shouldRenewInTheMiddleOfASession() throws Exception {
        Instant now = Instant.now();
        KeyPair key = P256.generate();
        X509Certificate nearlyDue = network.certificate(
                identity.id().value(), key.getPublic(), now.minusSeconds(198), now.plusSeconds(102));
        identity.enrolled(key, List.of(nearlyDue), control.grantKey.getPublic());

        uplink.start();
        FakeNetwork.Link before = control.nextWelcomed();
        FakeNetwork.Enrolled renewed = control.nextEnrolment();
        FakeNetwork.Link after = control.nextWelcomed();

        assertEquals(key.getPublic(), before.peer().getPublicKey());
        assertEquals(renewed.key(), after.peer().getPublicKey());
    }

    @Test
    void shouldEnrolAgainWithItsBirthCertificateWhenItsOperatingOneIsRefused() throws Exception {
        enrolledFor(Duration.ofDays(30));
        uplink.start();

        control.nextLink().end(Status.PERMISSION_DENIED.withDescription("unknown_box: who is that"));

        assertEquals(identity.birth().leaf(), control.nextEnrolment().peer());
        control.nextWelcomed().next(MessageCase.HEARTBEAT);
    }

    @Test
    void shouldSayItsStreamsAgainAfterAReconnect() throws Exception {
        StreamOffer offer = offer("camera");
        uplink.offer(offer);
        uplink.offer(offer("gone"));
        uplink.start();
        FakeNetwork.Link first = control.nextWelcomed();
        first.next(MessageCase.OFFER);
        first.next(MessageCase.OFFER);
        uplink.withdraw(offer("gone").stream());
        assertEquals(
                offer("gone").stream().value(),
                first.next(MessageCase.END).getEnd().getStreamId());

        first.end(Status.UNAVAILABLE);

        BoxMessage again = control.nextWelcomed().next(MessageCase.OFFER);
        assertEquals(offer.stream().value(), again.getOffer().getStreamId());
        assertEquals("A camera", again.getOffer().getTitle());
        assertEquals(
                ByteString.copyFrom(identity.manifestKey().getPublic().getEncoded()),
                again.getOffer().getManifestKeySpki());
        assertTrue(meters.get("skyv.uplink.reconnects").counter().count() >= 1);
    }

    @Test
    void shouldKeepWhatItHasToSayUntilItIsWelcome() throws Exception {
        uplink.start();
        FakeNetwork.Link link = control.nextLink();
        uplink.offer(offer("camera"));
        uplink.withdraw(offer("nothing").stream());

        link.welcome();

        assertEquals(
                offer("camera").stream().value(),
                link.next(MessageCase.OFFER).getOffer().getStreamId());
        assertEquals(0, meters.get("skyv.uplink.reconnects").counter().count());
    }

    @Test
    void shouldSendReceiptsAgainUntilTheyAreAnswered() throws Exception {
        receipts.add(new OutgoingReceipt.Paid(GRANT, 3, Digest.sha256(new byte[] {1}), false));
        uplink.start();
        FakeNetwork.Link first = control.nextWelcomed();
        ReceiptBatch batch = first.next(MessageCase.RECEIPTS).getReceipts();
        first.end(Status.UNAVAILABLE);

        FakeNetwork.Link second = control.nextWelcomed();
        ReceiptBatch again = second.next(MessageCase.RECEIPTS).getReceipts();
        second.book(
                again,
                receipt -> ReceiptOutcome.newBuilder()
                        .setGrantId(receipt.getGrantId())
                        .setSettledBytes(3 * 65_536)
                        .build());

        assertEquals(batch.getReceiptsList(), again.getReceiptsList());
        assertEquals(3, again.getReceipts(0).getIndex());
        assertEquals(new Outcome.Booked(GRANT, 3 * 65_536, false), receipts.outcomes.poll(10, TimeUnit.SECONDS));
        assertTrue(receipts.pending(1).isEmpty());
    }

    @Test
    void shouldSendClosingReceiptsAtOnceAndTellWhatWasRefused() throws Exception {
        uplink.start();
        FakeNetwork.Link link = control.nextWelcomed();
        link.next(MessageCase.HEARTBEAT);

        receipts.add(new OutgoingReceipt.Counted(GRANT, 1234, true));
        ReceiptBatch batch = link.next(MessageCase.RECEIPTS).getReceipts();
        link.book(
                batch,
                receipt -> ReceiptOutcome.newBuilder()
                        .setGrantId(receipt.getGrantId())
                        .setRefusal("over_grant")
                        .build());

        assertEquals(1234, batch.getReceipts(0).getCumulativeBytes());
        assertTrue(batch.getReceipts(0).getClosing());
        assertEquals(new Outcome.Refused(GRANT, 0, false, "over_grant"), receipts.outcomes.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldSendEverythingThatIsPendingInBatches() throws Exception {
        for (byte i = 0; i < 5; i++) {
            byte[] random = new byte[12];
            random[11] = i;
            receipts.add(new OutgoingReceipt.Counted(GrantId.of(0, random), i, false));
        }
        uplink.start();
        FakeNetwork.Link link = control.nextWelcomed();

        int booked = 0;
        for (int expected : new int[] {2, 2, 1}) {
            ReceiptBatch batch = link.next(MessageCase.RECEIPTS).getReceipts();
            assertEquals(expected, batch.getReceiptsCount());
            booked += expected;
            link.book(
                    batch,
                    receipt -> ReceiptOutcome.newBuilder()
                            .setGrantId(receipt.getGrantId())
                            .build());
        }
        assertEquals(5, booked);
    }

    @Test
    void shouldSayInItsHeartbeatsHowItIs() throws Exception {
        uplink.start();

        var heartbeat = control.nextWelcomed().next(MessageCase.HEARTBEAT).getHeartbeat();

        assertEquals(List.of("box-1.camera"), heartbeat.getCarriedStreamIdsList());
        assertEquals(2, heartbeat.getOpenGrants());
        assertEquals(77, heartbeat.getEgressBytes());
    }

    @Test
    void shouldGoByTheTimeOfTheControlPlane() throws Exception {
        uplink.start();
        FakeNetwork.Link link = control.nextWelcomed();
        link.next(MessageCase.HEARTBEAT);
        long anHourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();

        link.time(anHourAgo);
        link.next(MessageCase.HEARTBEAT);

        long aheadMillis = time.aheadMillis();
        assertTrue(Math.abs(aheadMillis - Duration.ofHours(1).toMillis()) < 10_000, "ahead by " + aheadMillis + " ms");
        assertTrue(uplink.connected(), "a clock that is wrong ends no session");
    }

    @Test
    void shouldSayHowLongTheControlPlaneTakesToAnswer() throws Exception {
        uplink.start();
        FakeNetwork.Link link = control.nextWelcomed();
        link.next(MessageCase.HEARTBEAT);
        double ofTheWelcome =
                meters.get("skyv.uplink.round.trip.seconds").gauge().value();

        link.next(MessageCase.HEARTBEAT);
        link.time(System.currentTimeMillis());
        link.next(MessageCase.HEARTBEAT);

        assertTrue(ofTheWelcome > 0, "the welcome answers the hello");
        assertNotEquals(
                ofTheWelcome,
                meters.get("skyv.uplink.round.trip.seconds").gauge().value());
    }

    @Test
    void shouldBringReceiptsAgainThatAreAnsweredWithNothingWithoutANewSession() throws Exception {
        uplink.close();
        uplink = uplink(Duration.ofMillis(200));
        receipts.add(new OutgoingReceipt.Counted(GRANT, 1234, false));
        uplink.start();
        FakeNetwork.Link link = control.nextWelcomed();
        ReceiptBatch batch = link.next(MessageCase.RECEIPTS).getReceipts();

        link.busy(batch);
        ReceiptBatch again = link.next(MessageCase.RECEIPTS).getReceipts();

        assertEquals(batch.getReceiptsList(), again.getReceiptsList());
        assertTrue(control.links.isEmpty());
    }

    @Test
    void shouldConnectWhenTheControlPlaneComesBack() throws Exception {
        uplink.start();
        control.nextWelcomed().next(MessageCase.HEARTBEAT);
        int port = control.port();
        control.close();

        control = new FakeNetwork(network, port);

        control.nextWelcomed().next(MessageCase.HEARTBEAT);
        assertTrue(uplink.connected());
    }

    @Test
    void shouldNotTalkToAServerOfAnotherNetwork() throws Exception {
        KeyFiles.writeCertificates(
                data.resolve("identity").resolve("network.pem"), List.of(new TestNetwork("CN=another network").ca()));
        uplink.start();

        GrantRefusedException refused = refused();

        assertEquals(GrantRefusedException.Reason.UNREACHABLE, refused.reason());
        assertFalse(uplink.connected());
        assertTrue(control.enrolments.isEmpty());
    }

    @Test
    void shouldGetAGrant() throws Exception {
        uplink.start();
        control.nextWelcomed().next(MessageCase.HEARTBEAT);
        Digest anchor = Digest.sha256(new byte[] {9});
        control.grants = request -> reply(request.getStreamId(), anchor, control.grantKey.getPrivate());

        UpstreamGrant grant = uplink.requestGrant(
                        new StreamId("box-2.camera"), MAIN, 1000, anchor, Set.of(new BoxId("box-3")))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertEquals(URI.create("http://192.0.2.7:8090"), grant.servingUrl());
        assertEquals(new StreamId("box-2.camera"), grant.stream().stream());
        assertEquals(List.of("box-3"), control.grantRequests.take().getAvoidBoxIdsList());
    }

    @Test
    void shouldNotBelieveAGrantThatIsSignedWithAnotherKey() throws Exception {
        uplink.start();
        control.nextWelcomed().next(MessageCase.HEARTBEAT);
        PrivateKey forger = P256.generate().getPrivate();
        control.grants = request -> reply(request.getStreamId(), Digest.ZERO, forger);

        assertEquals(GrantRefusedException.Reason.MALFORMED, refused().reason());
    }

    @Test
    void shouldTellWhyThereIsNoGrant() throws Exception {
        uplink.start();
        control.nextWelcomed().next(MessageCase.HEARTBEAT);

        assertEquals(GrantRefusedException.Reason.UNKNOWN_STREAM, refused().reason());

        control.grants = request -> {
            throw Status.UNAVAILABLE.withDescription("no box can serve it").asRuntimeException();
        };
        assertEquals(GrantRefusedException.Reason.NO_BOX, refused().reason());
    }

    private GrantRefusedException refused() {
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> uplink.requestGrant(new StreamId("box-2.camera"), MAIN, 1000, Digest.ZERO, Set.of())
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS));
        return assertInstanceOf(GrantRefusedException.class, failure.getCause());
    }

    private static GrantReply reply(String stream, Digest anchor, PrivateKey key) {
        Grant grant = new Grant(
                GRANT,
                new AccountId("alice"),
                new BoxId("box-2"),
                new StreamId(stream),
                MAIN,
                0,
                Grant.OPEN_END,
                1000,
                Grant.UNIT_BYTES,
                0,
                anchor,
                1,
                2,
                0,
                true,
                0);
        return GrantReply.newBuilder()
                .setGrant(ByteString.copyFrom(SignedGrant.sign(grant, key).wire()))
                .setServingUrl("http://192.0.2.7:8090")
                .setStream(io.skyv.v1.StreamOffer.newBuilder()
                        .setStreamId(stream)
                        .setManifestKeySpki(
                                ByteString.copyFrom(P256.generate().getPublic().getEncoded())))
                .build();
    }

    /** Gives the box an operating certificate that began a minute ago and ends in {@code life}. */
    private KeyPair enrolledFor(Duration life) throws Exception {
        KeyPair key = P256.generate();
        X509Certificate certificate = network.certificate(identity.id().value(), key.getPublic(), life);
        identity.enrolled(key, List.of(certificate), control.grantKey.getPublic());
        return key;
    }

    private StreamOffer offer(String name) {
        return new StreamOffer(
                StreamId.of(identity.id(), name),
                "A camera",
                List.of(new OfferedRendition(MAIN, 1_000_000, "avc1.42c01f", 640, 360, 25)));
    }

    private Uplink uplink(Duration receiptInterval) {
        UplinkSettings settings = new UplinkSettings(
                new ControlAddress("127.0.0.1", control.port()),
                URI.create("http://127.0.0.1:8090"),
                true,
                "test",
                receiptInterval,
                2,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofMillis(200));
        return new Uplink(
                settings,
                identity,
                receipts,
                () -> new BoxStatus(Set.of(new StreamId("box-1.camera")), 2, 77),
                InstantSource.system(),
                time,
                new Random(1),
                meters);
    }
}
