package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.metadata.TufKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A key that never leaves its token: PKCS#11 by the JDK's SunPKCS11, ECDSA P-256 (it knows no Ed25519). The token's configuration
 * is a file as SunPKCS11 reads it ({@code name}, {@code library}, {@code slot} or {@code slotListIndex}).
 */
public final class TokenKey {
    private static final String PROVIDER = "SunPKCS11";
    private static final String PIN = "SKYV_TOKEN_PIN";

    private TokenKey() {}

    /** A new key pair in the token, with a certificate of its own, without which the JDK would not find it again. */
    public static SigningKey make(Path configuration, String label, char[] pin) throws IOException {
        if (store(configuration, pin).containsKey(label)) {
            throw new IOException("the token has a key " + label + " already; choose another name");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-addprovider",
                PROVIDER,
                "-providerarg",
                configuration.toString(),
                "-storepass:env",
                PIN,
                "-alias",
                label,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-validity",
                "36500",
                "-dname",
                "CN=" + label));
        ProcessBuilder keytool = new ProcessBuilder(command).redirectErrorStream(true);
        keytool.environment().put(PIN, new String(pin));
        run(keytool);
        return read(configuration, label, pin);
    }

    /** @throws IOException also if the PIN is wrong */
    public static SigningKey read(Path configuration, String label, char[] pin) throws IOException {
        Map<String, KeyPair> keys = store(configuration, pin);
        KeyPair pair = keys.get(label);
        if (pair == null) {
            throw new IOException("the token has no key " + label + ", but " + keys.keySet());
        }
        try {
            SigningKey key = SigningKey.of(pair);
            byte[] probe = {1};
            if (TufKey.read(key.id(), key.publicPart())
                    .signer(probe, HexFormat.of().parseHex(key.sign(probe)))
                    .isEmpty()) {
                throw new IOException(
                        "the token's key " + label + " has halves of two different keys, or is not P-256");
            }
            return key;
        } catch (UpdateException | IllegalArgumentException | IllegalStateException e) {
            throw new IOException("the token's key " + label + " can't sign releases: " + e.getMessage(), e);
        }
    }

    private static Map<String, KeyPair> store(Path configuration, char[] pin) throws IOException {
        Map<String, KeyPair> keys = new java.util.TreeMap<>();
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider(configuration));
            store.load(null, pin);
            for (String alias : java.util.Collections.list(store.aliases())) {
                if (store.getKey(alias, null) instanceof PrivateKey secret) {
                    PublicKey publicKey = store.getCertificate(alias).getPublicKey();
                    keys.put(alias, new KeyPair(publicKey, secret));
                }
            }
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(
                    "the token of " + configuration + " can't be opened: is the PIN right? " + e.getMessage(), e);
        }
    }

    private static Provider provider(Path configuration) throws IOException {
        Provider plain = Security.getProvider(PROVIDER);
        if (plain == null) {
            throw new IOException("this Java has no " + PROVIDER + "; use the JDK");
        }
        if (!Files.isReadable(configuration)) {
            throw new IOException("there is no token configuration " + configuration);
        }
        try {
            return installed(plain.configure(configuration.toString()));
        } catch (InvalidParameterException | java.security.ProviderException e) {
            throw new IOException("the token of " + configuration + " can't be reached: " + e.getMessage(), e);
        }
    }

    /** Once: signatures look for their provider among those that are installed, and a key works with the one that it is of. */
    private static Provider installed(Provider configured) {
        Provider known = Security.getProvider(configured.getName());
        if (known != null) {
            return known;
        }
        Security.addProvider(configured);
        return configured;
    }

    private static void run(ProcessBuilder keytool) throws IOException {
        File said = File.createTempFile("skyv-keytool", "");
        try {
            if (keytool.redirectOutput(said).start().waitFor() != 0) {
                throw new IOException("the token made no key: "
                        + Files.readString(said.toPath()).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the token made a key", e);
        } finally {
            Files.delete(said.toPath());
        }
    }
}
