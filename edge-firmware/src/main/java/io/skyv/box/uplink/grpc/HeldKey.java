package io.skyv.box.uplink.grpc;

import io.skyv.box.identity.Credentials;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The box's key and certificate as TLS asks for them, as they are. Netty's own way with a key puts it into a key store that encrypts
 * it with a password and takes it out again, 20,000 rounds of a hash for nothing: a tenth of a second at each connection.
 */
final class HeldKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "box";

    private final Credentials credentials;

    HeldKey(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return chosen(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chosen(keyTypes);
    }

    /** Whether the other side accepts the certificate is for it to say. */
    private @Nullable String chosen(String[] keyTypes) {
        return Arrays.asList(keyTypes).contains(credentials.key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return chosen(new String[] {keyType}) == null ? new String[0] : new String[] {ALIAS};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? credentials.chain().toArray(X509Certificate[]::new) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? credentials.key() : null;
    }

    /** It is no server. */
    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
