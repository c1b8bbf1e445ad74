package io.skyv.control.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.P256;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final BoxId BOX = new BoxId("box-1");

    private final CertificateAuthority ca =
            CertificateAuthority.selfSigned("a CA", P256.generate(), NOW, CertificateAuthority.NEVER);
    private final KeyPair key = P256.generate();

    @Test
    void shouldSignEndEntitiesOnly() throws Exception {
        X509Certificate root = ca.certificate();

        root.verify(root.getPublicKey());
        assertEquals(0, root.getBasicConstraints(), "path length");
        assertTrue(root.getKeyUsage()[5], "keyCertSign");
        assertEquals(CertificateAuthority.NEVER, root.getNotAfter().toInstant());
    }

    @Test
    void shouldIssueBirthCertificatesForLife() throws Exception {
        X509Certificate birth = ca.issueBirth(BOX, key.getPublic(), NOW);

        birth.verify(ca.certificate().getPublicKey());
        assertEquals("CN=box-1", birth.getSubjectX500Principal().getName());
        assertEquals(key.getPublic(), birth.getPublicKey());
        assertEquals(Instant.parse("9999-12-31T23:59:59Z"), birth.getNotAfter().toInstant());
        assertEquals(-1, birth.getBasicConstraints());
        assertEquals(List.of(CLIENT_AUTH), birth.getExtendedKeyUsage());
    }

    @Test
    void shouldIssueOperatingCertificatesFor30DaysThatClocksBehindFindValid() throws Exception {
        X509Certificate operating = ca.issueOperating(BOX, key.getPublic(), NOW);

        assertEquals(NOW.minus(Duration.ofDays(1)), operating.getNotBefore().toInstant());
        assertEquals(NOW.plus(Duration.ofDays(30)), operating.getNotAfter().toInstant());
        assertEquals(Duration.ofDays(20), CertificateAuthority.RENEW_AFTER);
        assertEquals(List.of(CLIENT_AUTH), operating.getExtendedKeyUsage());
        assertTrue(operating.getKeyUsage()[0], "digitalSignature");
    }

    @Test
    void shouldIssueServerCertificatesForNamesAndAddresses() throws Exception {
        X509Certificate server = ca.issueServer(List.of("localhost", "127.0.0.1", "::1"), key.getPublic(), NOW);

        assertEquals(List.of(SERVER_AUTH), server.getExtendedKeyUsage());
        assertEquals(
                Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"),
                server.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString())
                        .collect(Collectors.toSet()));
    }

    @Test
    void shouldGiveEachCertificateASerialNumberThatCannotBeGuessed() {
        X509Certificate one = ca.issueOperating(BOX, key.getPublic(), NOW);
        X509Certificate other = ca.issueOperating(BOX, key.getPublic(), NOW);

        assertNotEquals(one.getSerialNumber(), other.getSerialNumber());
        assertTrue(one.getSerialNumber().signum() > 0);
        assertTrue(one.getSerialNumber().bitLength() <= 128);
    }
}
