package io.skyv.control.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.control.identity.EnrolmentRules.Decision;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class EnrolmentRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final CertificateAuthority network =
            CertificateAuthority.selfSigned("network", P256.generate(), NOW, CertificateAuthority.NEVER);
    private final CertificateAuthority maker =
            CertificateAuthority.selfSigned("maker", P256.generate(), NOW, CertificateAuthority.NEVER);
    private final ClientCertificates certificates =
            new ClientCertificates(network.certificate(), List.of(maker.certificate()));
    private final KeyPair birthKey = P256.generate();
    private final BoxId box = BoxId.ofBirthKey(birthKey.getPublic());
    private final KeyPair key = P256.generate();

    @Test
    void shouldKnowABoxByItsBirthCertificate() {
        assertEquals(new Peer.Birth(box), certificates.identify(maker.issueBirth(box, birthKey.getPublic(), NOW), NOW));
    }

    @Test
    void shouldKnowAMemberByItsOperatingCertificate() {
        assertEquals(
                new Peer.Operating(box), certificates.identify(network.issueOperating(box, key.getPublic(), NOW), NOW));
    }

    @Test
    void shouldNotTakeAMakersCertificateForAnOperatingOneWhateverItsName() {
        CertificateAuthority impostor =
                CertificateAuthority.selfSigned("network", P256.generate(), NOW, CertificateAuthority.NEVER);

        assertRefused(Refusal.UNKNOWN_CA, impostor.issueOperating(box, key.getPublic(), NOW), NOW);
    }

    @Test
    void shouldRefuseABirthCertificateOverAnotherKey() {
        assertRefused(Refusal.WRONG_KEY, maker.issueBirth(box, key.getPublic(), NOW), NOW);
    }

    @Test
    void shouldRefuseAnOperatingCertificateBeforeAndAfterItsTime() {
        X509Certificate operating = network.issueOperating(box, key.getPublic(), NOW);

        assertRefused(Refusal.EXPIRED, operating, NOW.plus(Duration.ofDays(30)).plusSeconds(1));
        assertRefused(Refusal.EXPIRED, operating, NOW.minus(Duration.ofDays(1)).minusSeconds(1));
    }

    @Test
    void shouldRefuseASubjectThatIsNoBox() {
        X509Certificate server = network.issueServer(List.of("a name"), key.getPublic(), NOW);

        assertRefused(Refusal.NOT_A_BOX, server, NOW);
    }

    @Test
    void shouldAdmitANewKey() {
        assertEquals(
                new Decision.Admit(box, key.getPublic()),
                EnrolmentRules.decide(new Peer.Birth(box), csr(key, key), b -> false));
        assertEquals(
                new Decision.Admit(box, key.getPublic()),
                EnrolmentRules.decide(new Peer.Operating(box), csr(key, key), b -> false));
    }

    @Test
    void shouldRefuseARevokedBox() {
        assertRefusal(Refusal.REVOKED, EnrolmentRules.decide(new Peer.Operating(box), csr(key, key), box::equals));
    }

    @Test
    void shouldRefuseTheBirthKeyAsOperatingKey() {
        assertRefusal(
                Refusal.BIRTH_KEY_REUSED,
                EnrolmentRules.decide(new Peer.Birth(box), csr(birthKey, birthKey), b -> false));
    }

    @Test
    void shouldRefuseARequestThatIsNotSignedWithItsOwnKey() {
        assertRefusal(
                Refusal.MALFORMED_REQUEST,
                EnrolmentRules.decide(new Peer.Birth(box), csr(key, P256.generate()), b -> false));
    }

    @Test
    void shouldRefuseARequestOverAnotherCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair p384 = generator.generateKeyPair();

        assertRefusal(
                Refusal.MALFORMED_REQUEST, EnrolmentRules.decide(new Peer.Birth(box), csr(p384, p384), b -> false));
    }

    @Test
    void shouldRefuseBytesThatAreNoRequest() {
        for (byte[] bytes : new byte[][] {{}, {0x30}, {0x30, 0}, new byte[CertificateRequest.MAX_BYTES + 1]}) {
            assertThrows(MalformedException.class, () -> CertificateRequest.decode(bytes));
        }
        byte[] whole = csr(key, key);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(MalformedException.class, () -> CertificateRequest.decode(cut), "cut to " + length);
        }
    }

    private void assertRefused(Refusal reason, X509Certificate leaf, Instant at) {
        assertEquals(
                reason,
                assertInstanceOf(Peer.Refused.class, certificates.identify(leaf, at))
                        .reason());
    }

    private static void assertRefusal(Refusal reason, Decision decision) {
        assertEquals(reason, assertInstanceOf(Decision.Refuse.class, decision).reason());
    }

    private static byte[] csr(KeyPair asked, KeyPair signer) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=any"), asked.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
