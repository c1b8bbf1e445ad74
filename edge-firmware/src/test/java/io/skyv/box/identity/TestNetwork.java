package io.skyv.box.identity;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that is maker and network in one, and boxes that it made. */
public final class TestNetwork {
    private final KeyPair key = P256.generate();
    private final X509Certificate ca;

    public TestNetwork(String name) {
        Instant now = Instant.now();
        this.ca = issue(name, name, key.getPublic(), now.minusSeconds(60), now.plus(Duration.ofDays(1)), true);
    }

    public X509Certificate ca() {
        return ca;
    }

    /** A box with a birth certificate and nothing else. */
    public BoxId makeBox(Path data) throws IOException {
        Path identity = data.resolve("identity");
        KeyFiles.makeSecretDirectory(identity);
        KeyPair birthKey = P256.generate();
        BoxId id = BoxId.ofBirthKey(birthKey.getPublic());
        KeyFiles.writeKeyPair(identity.resolve("birth.key"), birthKey);
        KeyFiles.writeCertificates(
                identity.resolve("birth.pem"),
                List.of(certificate(id.value(), birthKey.getPublic(), Duration.ofDays(1))));
        KeyFiles.writeCertificates(identity.resolve("network.pem"), List.of(ca));
        return id;
    }

    /** Valid since a minute ago, for {@code life} from now on. */
    public X509Certificate certificate(String name, PublicKey subject, Duration life) {
        Instant now = Instant.now();
        return certificate(name, subject, now.minusSeconds(60), now.plus(life));
    }

    public X509Certificate certificate(String name, PublicKey subject, Instant from, Instant to) {
        return issue(ca.getSubjectX500Principal().getName(), "CN=" + name, subject, from, to, false);
    }

    private X509Certificate issue(
            String issuer, String subject, PublicKey subjectKey, Instant from, Instant to, boolean authority) {
        try {
            JcaX509v3CertificateBuilder draft = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer),
                    new BigInteger(64, new SecureRandom()),
                    Date.from(from),
                    Date.from(to),
                    new X500Name(subject),
                    subjectKey);
            draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            draft.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            draft.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
