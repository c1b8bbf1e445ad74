package io.skyv.control.identity.tls;

import io.skyv.control.identity.Refusal;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets in the certificates that PKIX lets in, and reports the others. It names no CA that it would accept: a client
 * would then keep the certificate of another one to itself, and could not be told from one that has none.
 */
final class BoxTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager pkix;
    private final Consumer<Refusal> refused;

    BoxTrustManager(X509ExtendedTrustManager pkix, Consumer<Refusal> refused) {
        this.pkix = pkix;
        this.refused = refused;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        reporting(() -> pkix.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        reporting(() -> pkix.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        reporting(() -> pkix.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw noServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw noServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw noServers();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void reporting(Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            refused.accept(reason(e));
            throw e;
        }
    }

    private static Refusal reason(@Nullable Throwable cause) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            boolean dates = e instanceof CertificateExpiredException
                    || e instanceof CertificateNotYetValidException
                    || (e instanceof CertPathValidatorException path
                            && (path.getReason() == BasicReason.EXPIRED
                                    || path.getReason() == BasicReason.NOT_YET_VALID));
            if (dates) {
                return Refusal.EXPIRED;
            }
        }
        return Refusal.UNKNOWN_CA;
    }

    private static CertificateException noServers() {
        return new CertificateException("this side of TLS trusts boxes, not servers");
    }
}
