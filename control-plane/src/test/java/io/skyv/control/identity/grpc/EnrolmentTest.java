package io.skyv.control.identity.grpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.skyv.control.identity.CertificateAuthority;
import io.skyv.control.identity.Members;
import io.skyv.control.identity.store.NetworkKeys;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.P256;
import io.skyv.v1.EnrolReply;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enrolment over real mutual TLS. */
@QuarkusTest
@WithTestResource(value = TestNetwork.class, scope = TestResourceScope.MATCHING_RESOURCES)
class EnrolmentTest {
    @TestHTTPResource(value = "/", tls = true)
    URI https;

    @TestHTTPResource("/")
    URI http;

    @ConfigProperty(name = "skyv.data")
    Path data;

    @Inject
    NetworkKeys keys;

    @Inject
    Members members;

    @Inject
    ReactiveBooks books;

    @Inject
    MeterRegistry meters;

    @TempDir
    Path boxData;

    private TestBox box;

    @BeforeEach
    void make() {
        box = TestBox.made(data, boxData, https.getPort(), "--owner", "alice");
    }

    @AfterEach
    void close() {
        box.close();
    }

    @Test
    void shouldGiveAnOperatingCertificateForABirthCertificate() throws Exception {
        KeyPair key = P256.generate();

        EnrolReply reply = box.enrol(box.withBirthCertificate(), TestBox.csr(key));

        assertEquals(box.id().value(), reply.getBoxId());
        assertEquals("alice", reply.getOwner());
        assertArrayEquals(
                keys.grantKey().getPublic().getEncoded(),
                reply.getGrantKeySpki().toByteArray());
        X509Certificate operating = TestBox.chain(reply).getFirst();
        operating.verify(keys.network().certificate().getPublicKey());
        assertEquals(key.getPublic(), operating.getPublicKey());
        assertEquals("CN=" + box.id(), operating.getSubjectX500Principal().getName());
        assertEquals(new AccountId("alice"), books.view().paidFor(box.id()));
        assertEquals(
                operating.getSerialNumber().toString(16),
                members.find(box.id()).orElseThrow().operatingSerial());
    }

    @Test
    void shouldBeItsOwnOwnerWhenNobodyBoughtIt(@TempDir Path otherData) {
        try (TestBox other = TestBox.made(data, otherData, https.getPort())) {
            EnrolReply reply = other.enrol(other.withBirthCertificate(), TestBox.csr(P256.generate()));

            assertEquals(other.id().value(), reply.getOwner());
        }
    }

    @Test
    void shouldRenewForAnOperatingCertificate() {
        KeyPair next = P256.generate();

        EnrolReply reply = box.enrol(box.enrolled(), TestBox.csr(next));

        assertEquals(box.id().value(), reply.getBoxId());
        assertEquals(next.getPublic(), TestBox.chain(reply).getFirst().getPublicKey());
        assertNotEquals(
                TestBox.chain(reply).getFirst().getSerialNumber(),
                TestBox.chain(reply).getLast().getSerialNumber());
    }

    @Test
    void shouldRefuseWhoHasNoCertificate() {
        assertRefused(Status.Code.UNAUTHENTICATED, "no_certificate", box.withoutCertificate());
    }

    @Test
    void shouldRefuseWhoComesInTheClear() {
        var channel = NettyChannelBuilder.forAddress("localhost", http.getPort())
                .usePlaintext()
                .build();
        try {
            assertRefused(Status.Code.UNAUTHENTICATED, "no_certificate", channel);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void shouldRefuseAndCountTheCertificateOfAnotherCa() {
        KeyPair makerKey = P256.generate();
        CertificateAuthority otherMaker = CertificateAuthority.selfSigned(
                "SKYV development maker", makerKey, Instant.now(), CertificateAuthority.NEVER);
        X509Certificate birth = otherMaker.issueBirth(box.id(), box.birthKey().getPublic(), Instant.now());
        double before = count("skyv.tls.clients.refused", "unknown_ca");

        StatusRuntimeException refused = assertThrows(
                StatusRuntimeException.class,
                () -> box.enrol(
                        box.channel(box.birthKey().getPrivate(), List.of(birth, otherMaker.certificate())),
                        TestBox.csr(P256.generate())));

        assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
        assertTrue(count("skyv.tls.clients.refused", "unknown_ca") > before);
    }

    @Test
    void shouldRefuseAndCountAnExpiredOperatingCertificate() {
        KeyPair key = P256.generate();
        Instant longAgo = Instant.now().minus(CertificateAuthority.OPERATING_LIFE.multipliedBy(2));
        X509Certificate expired = keys.network().issueOperating(box.id(), key.getPublic(), longAgo);
        double before = count("skyv.tls.clients.refused", "expired");

        StatusRuntimeException refused = assertThrows(
                StatusRuntimeException.class,
                () -> box.enrol(box.channel(key.getPrivate(), List.of(expired)), TestBox.csr(P256.generate())));

        assertEquals(Status.Code.UNAVAILABLE, refused.getStatus().getCode());
        assertTrue(count("skyv.tls.clients.refused", "expired") > before);
    }

    @Test
    void shouldRefuseABirthCertificateWhoseKeyIsNotTheBoxs() {
        KeyPair key = P256.generate();
        X509Certificate birth = keys.maker().issueBirth(box.id(), key.getPublic(), Instant.now());

        assertRefused(Status.Code.PERMISSION_DENIED, "wrong_key", box.channel(key.getPrivate(), List.of(birth)));
    }

    @Test
    void shouldRefuseACertificateOfTheMakerThatNamesNoBox() {
        KeyPair key = P256.generate();
        X509Certificate birth = keys.maker().issueBirth(new BoxId("somebody"), key.getPublic(), Instant.now());

        assertRefused(Status.Code.PERMISSION_DENIED, "wrong_key", box.channel(key.getPrivate(), List.of(birth)));
    }

    @Test
    void shouldRefuseAndCountARevokedBox() {
        TestBox.maker(data, "revoke", box.id().value());

        assertRefused(Status.Code.PERMISSION_DENIED, "revoked", box.withBirthCertificate());
    }

    @Test
    void shouldRefuseWhatIsNoCertificateRequest() {
        StatusRuntimeException refused = assertThrows(
                StatusRuntimeException.class, () -> box.enrol(box.withBirthCertificate(), new byte[] {1, 2, 3}));

        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    }

    @Test
    void shouldRefuseARequestOverTheBirthKey() {
        StatusRuntimeException refused = assertThrows(
                StatusRuntimeException.class, () -> box.enrol(box.withBirthCertificate(), TestBox.csr(box.birthKey())));

        assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
    }

    private void assertRefused(Status.Code code, String reason, Channel channel) {
        double before = count("skyv.enrolments.refused", reason);

        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> box.enrol(channel, TestBox.csr(P256.generate())));

        assertEquals(code, refused.getStatus().getCode(), refused::getMessage);
        assertTrue(refused.getStatus().getDescription().startsWith(reason), refused::getMessage);
        assertEquals(before + 1, count("skyv.enrolments.refused", reason));
    }

    private double count(String name, String reason) {
        return meters.get(name).tag("reason", reason).counter().count();
    }
}
