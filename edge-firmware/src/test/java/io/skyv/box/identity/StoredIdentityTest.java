package io.skyv.box.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredIdentityTest {
    private final TestNetwork network = new TestNetwork("CN=test network");

    @TempDir
    Path data;

    @Test
    void shouldSayWhatToDoWhenThereIsNoBirthCertificate() {
        String message = assertThrows(NoBirthCertificateException.class, () -> StoredIdentity.open(data))
                .getMessage();

        assertTrue(message.contains("maker issue --box-data " + data), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void shouldMakeTheManifestKeyOnceAndKeepItSecret() throws Exception {
        BoxId id = network.makeBox(data);

        StoredIdentity first = StoredIdentity.open(data);
        StoredIdentity second = StoredIdentity.open(data);

        assertEquals(id, first.id());
        assertEquals(first.manifestKey().getPublic(), second.manifestKey().getPublic());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("identity").resolve("manifest.key"))));
    }

    @Test
    void shouldRefuseABirthCertificateOfAnotherBox() throws Exception {
        network.makeBox(data);
        KeyPair other = P256.generate();
        Path identity = data.resolve("identity");
        KeyFiles.writeKeyPair(identity.resolve("birth.key"), other);
        KeyFiles.writeCertificates(
                identity.resolve("birth.pem"),
                List.of(network.certificate("box-somebody", other.getPublic(), Duration.ofDays(1))));

        assertThrows(NoBirthCertificateException.class, () -> StoredIdentity.open(data));
    }

    @Test
    void shouldHaveNoGrantKeyBeforeItEnrolled() throws Exception {
        network.makeBox(data);
        StoredIdentity identity = StoredIdentity.open(data);

        assertThrows(NotEnrolledException.class, identity::grantKey);
        assertTrue(identity.operating(Instant.now()).isEmpty());
    }

    @Test
    void shouldKeepWhatEnrolmentGave() throws Exception {
        network.makeBox(data);
        KeyPair grantKey = P256.generate();
        X509Certificate certificate = enrol(StoredIdentity.open(data), grantKey);

        StoredIdentity again = StoredIdentity.open(data);

        assertEquals(grantKey.getPublic(), again.grantKey());
        assertEquals(certificate, again.operating(Instant.now()).orElseThrow().leaf());
        assertTrue(again.operating(Instant.now().plus(Duration.ofDays(31))).isEmpty());
    }

    @Test
    void shouldEnrolAgainWhenAKilledWriterLeftKeyAndCertificateThatDoNotFit() throws Exception {
        network.makeBox(data);
        enrol(StoredIdentity.open(data), P256.generate());
        KeyFiles.writeKeyPair(data.resolve("identity").resolve("operating.key"), P256.generate());

        assertTrue(StoredIdentity.open(data).operating(Instant.now()).isEmpty());
    }

    @Test
    void shouldNotUseTheCertificateOfANetworkThatItNoLongerTrusts() throws Exception {
        network.makeBox(data);
        StoredIdentity identity = StoredIdentity.open(data);
        enrol(identity, P256.generate());

        KeyFiles.writeCertificates(
                data.resolve("identity").resolve("network.pem"), List.of(new TestNetwork("CN=test network").ca()));

        assertTrue(identity.operating(Instant.now()).isEmpty());
    }

    @Test
    void shouldRenewWhenTwoThirdsOfTheLifeAreOver() {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        KeyPair key = P256.generate();
        Credentials credentials = new Credentials(
                key.getPrivate(),
                List.of(network.certificate("box-1", key.getPublic(), from, from.plus(Duration.ofDays(30)))));

        assertEquals(Instant.parse("2026-01-21T00:00:00Z"), credentials.renewAt());
        assertFalse(credentials.isValidAt(from.minusSeconds(1)));
        assertTrue(credentials.isValidAt(from));
        assertFalse(credentials.isValidAt(Instant.parse("2026-01-31T00:00:00Z")));
    }

    private X509Certificate enrol(StoredIdentity identity, KeyPair grantKey) throws IOException {
        KeyPair key = P256.generate();
        X509Certificate certificate = network.certificate(identity.id().value(), key.getPublic(), Duration.ofDays(30));
        identity.enrolled(key, List.of(certificate, network.ca()), grantKey.getPublic());
        return certificate;
    }
}
