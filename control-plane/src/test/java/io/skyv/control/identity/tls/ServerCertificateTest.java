package io.skyv.control.identity.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.skyv.control.identity.CertificateAuthority;
import io.skyv.proto.sign.P256;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1");

    private final CertificateAuthority network = authority();

    @TempDir
    Path directory;

    @Test
    void shouldKeepItsCertificateForTwoThirdsOfItsLife() throws Exception {
        X509Certificate first = certificate(network, NAMES, NOW);

        assertEquals(first, certificate(network, NAMES, NOW.plus(Duration.ofDays(59))));
        assertNotEquals(first, certificate(network, NAMES, NOW.plus(Duration.ofDays(61))));
    }

    @Test
    void shouldGetANewCertificateForOtherNames() throws Exception {
        X509Certificate first = certificate(network, NAMES, NOW);

        assertNotEquals(first, certificate(network, List.of("localhost", "127.0.0.1", "::1", "example"), NOW));
        assertNotEquals(first, certificate(network, List.of("localhost"), NOW));
    }

    @Test
    void shouldGetANewCertificateFromAnotherNetwork() throws Exception {
        X509Certificate first = certificate(network, NAMES, NOW);

        assertNotEquals(first, certificate(authority(), NAMES, NOW));
    }

    private X509Certificate certificate(CertificateAuthority ca, List<String> names, Instant now) throws Exception {
        return ServerCertificate.current(directory, ca, names, now).chain().getFirst();
    }

    private static CertificateAuthority authority() {
        return CertificateAuthority.selfSigned("network", P256.generate(), NOW, CertificateAuthority.NEVER);
    }
}
