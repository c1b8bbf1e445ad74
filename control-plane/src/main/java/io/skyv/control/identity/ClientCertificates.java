package io.skyv.control.identity;

import io.skyv.proto.id.BoxId;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * Tells whose certificate it is. Asks nobody's memory: whether the box is still a member is asked elsewhere.
 *
 * @param network CA that signs operating certificates
 * @param makers CAs that sign birth certificates
 */
public record ClientCertificates(X509Certificate network, List<X509Certificate> makers) {
    public ClientCertificates {
        makers = List.copyOf(makers);
    }

    public Peer identify(X509Certificate leaf, Instant now) {
        boolean operating = isSignedBy(leaf, network);
        if (!operating && makers.stream().noneMatch(maker -> isSignedBy(leaf, maker))) {
            return new Peer.Refused(
                    Refusal.UNKNOWN_CA, "the certificate is neither this network's nor a known maker's");
        }
        try {
            leaf.checkValidity(Date.from(now));
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return new Peer.Refused(
                    Refusal.EXPIRED,
                    "the certificate is valid from " + leaf.getNotBefore().toInstant() + " to "
                            + leaf.getNotAfter().toInstant());
        }
        Optional<BoxId> box = boxId(leaf);
        if (box.isEmpty()) {
            return new Peer.Refused(Refusal.NOT_A_BOX, "the certificate's subject is not CN=<box id>");
        }
        if (operating) {
            return new Peer.Operating(box.get());
        }
        if (!BoxId.ofBirthKey(leaf.getPublicKey()).equals(box.get())) {
            return new Peer.Refused(
                    Refusal.WRONG_KEY, "the certificate's key is not the one that " + box.get() + " names");
        }
        return new Peer.Birth(box.get());
    }

    private static boolean isSignedBy(X509Certificate leaf, X509Certificate ca) {
        if (!leaf.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
            return false;
        }
        try {
            leaf.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Optional<BoxId> boxId(X509Certificate leaf) {
        String subject = leaf.getSubjectX500Principal().getName(X500Principal.RFC2253);
        try {
            return subject.startsWith("CN=") ? Optional.of(new BoxId(subject.substring(3))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
