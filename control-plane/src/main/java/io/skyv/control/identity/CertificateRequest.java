package io.skyv.control.identity;

import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.security.PublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** A request for a certificate (PKCS#10, RFC 2986). Only its key counts: who asks is known by TLS. */
public record CertificateRequest(PublicKey key) {
    /** A request over a P-256 key has about 200 bytes. */
    public static final int MAX_BYTES = 8 * 1024;

    /** @throws MalformedException unless it is a request over a P-256 key that is signed with that key */
    public static CertificateRequest decode(byte[] der) throws MalformedException {
        if (der.length > MAX_BYTES) {
            throw new MalformedException("the certificate request is over " + MAX_BYTES + " bytes");
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            PublicKey key = P256.publicKey(request.getSubjectPublicKeyInfo().getEncoded());
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new MalformedException("the certificate request is not signed with its own key");
            }
            return new CertificateRequest(key);
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            // BouncyCastle meets odd ASN.1 with unchecked exceptions too.
            throw new MalformedException("not a PKCS#10 certificate request", e);
        }
    }
}
