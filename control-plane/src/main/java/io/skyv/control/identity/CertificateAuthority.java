package io.skyv.control.identity;

import io.skyv.proto.id.BoxId;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA certificate with its private key, and the three kinds of certificate that it can sign (RFC 5280, P-256). */
public record CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    /** Life of an operating certificate; a box asks for the next one when two thirds of it are over. */
    public static final Duration OPERATING_LIFE = Duration.ofDays(30);

    /** Two thirds of that life. */
    public static final Duration RENEW_AFTER = OPERATING_LIFE.dividedBy(3).multipliedBy(2);

    public static final Duration SERVER_LIFE = Duration.ofDays(90);

    /** What no certificate expires before: "no well-defined expiration date", RFC 5280 §4.1.2.5, IEEE 802.1AR §8.7. */
    public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    /** A box's clock may be behind by so much and still find a new certificate valid. */
    static final Duration CLOCK_SKEW = Duration.ofDays(1);

    /** RFC 5280 §4.1.2.2 allows 20 octets; 127 bits are positive in 16 and too many to guess. */
    private static final int SERIAL_BITS = 127;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A root: signs certificates of end entities only (path length 0). */
    public static CertificateAuthority selfSigned(String commonName, KeyPair pair, Instant now, Instant notAfter) {
        X500Name name = name(commonName);
        try {
            JcaX509v3CertificateBuilder draft = draft(name, name, pair.getPublic(), now, notAfter);
            draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return new CertificateAuthority(sign(draft, pair.getPrivate()), pair.getPrivate());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate of " + commonName + " cannot be made", e);
        }
    }

    /** What a maker puts into a box for life. */
    public X509Certificate issueBirth(BoxId box, PublicKey birthKey, Instant now) {
        return issue(box.value(), birthKey, now, NEVER, KeyPurposeId.id_kp_clientAuth, List.of());
    }

    /** What makes a box a member of the network, for {@link #OPERATING_LIFE}. */
    public X509Certificate issueOperating(BoxId box, PublicKey key, Instant now) {
        return issue(box.value(), key, now, now.plus(OPERATING_LIFE), KeyPurposeId.id_kp_clientAuth, List.of());
    }

    /**
     * For the control plane's own TLS server.
     *
     * @param names host names and IP addresses; the first is also the subject
     */
    public X509Certificate issueServer(List<String> names, PublicKey key, Instant now) {
        return issue(names.getFirst(), key, now, now.plus(SERVER_LIFE), KeyPurposeId.id_kp_serverAuth, names);
    }

    private X509Certificate issue(
            String commonName,
            PublicKey key,
            Instant now,
            Instant notAfter,
            KeyPurposeId purpose,
            List<String> alternativeNames) {
        try {
            X500Name issuer =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            JcaX509v3CertificateBuilder draft = draft(issuer, name(commonName), key, now, notAfter);
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            draft.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(certificate));
            draft.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            draft.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            draft.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            if (!alternativeNames.isEmpty()) {
                GeneralName[] names = alternativeNames.stream()
                        .map(CertificateAuthority::generalName)
                        .toArray(GeneralName[]::new);
                draft.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return sign(draft, this.key);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate for " + commonName + " cannot be made", e);
        }
    }

    private static JcaX509v3CertificateBuilder draft(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant notAfter)
            throws IOException, GeneralSecurityException {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
        JcaX509v3CertificateBuilder draft = new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(CLOCK_SKEW)), Date.from(notAfter), subject, key);
        draft.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return draft;
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder draft, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(draft.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("the CA's key cannot sign", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static GeneralName generalName(String name) {
        boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        return address
                ? new GeneralName(
                        GeneralName.iPAddress, InetAddress.ofLiteral(name).getHostAddress())
                : new GeneralName(GeneralName.dNSName, name);
    }
}
