package io.skyv.ota.repository;

import io.skyv.ota.json.CanonicalJson;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.metadata.TufKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key that signs metadata, Ed25519 or ECDSA P-256. Its text form is its id, never the secret half. */
public final class SigningKey {
    private static final int LINE_CHARS = 64;

    private final String id;
    private final PublicKey publicKey;
    private final Json.Members publicPart;
    private final PrivateKey secret;
    private final String algorithm;

    private SigningKey(PublicKey publicKey, PrivateKey secret, String algorithm) {
        this.publicKey = publicKey;
        this.publicPart = publicPartOf(publicKey);
        this.id = idOf(publicPart);
        this.secret = secret;
        this.algorithm = algorithm;
    }

    public static SigningKey makeEd25519() {
        try {
            return of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has Ed25519", e);
        }
    }

    public static SigningKey makeP256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return of(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has P-256", e);
        }
    }

    /** @throws IllegalArgumentException unless the pair is Ed25519 or on an elliptic curve */
    public static SigningKey of(KeyPair pair) {
        String algorithm = pair.getPublic().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519";
        return new SigningKey(pair.getPublic(), pair.getPrivate(), algorithm);
    }

    /** TUF's KEY object (§4.2.2). */
    static Json.Members publicPartOf(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "EdDSA" -> publicPart("ed25519", "ed25519", rawEd25519(key));
            case "EC" -> publicPart("ecdsa", "ecdsa-sha2-nistp256", pem(key));
            default ->
                throw new IllegalArgumentException(
                        "releases are signed by Ed25519 or P-256, not " + key.getAlgorithm());
        };
    }

    /** The SHA-256 of a public part's canonical form (TUF §4.2.1). */
    public static String idOf(Json.Members publicPart) {
        return Digests.hex(Digests.SHA256, CanonicalJson.write(publicPart));
    }

    public String id() {
        return id;
    }

    /** TUF's KEY object. */
    public Json.Members publicPart() {
        return publicPart;
    }

    /** The public half as OpenSSL reads it. */
    String publicPem() {
        return pem(publicKey);
    }

    /** In hexadecimal, as metadata has it. */
    public String sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret);
            signer.update(message);
            return HexFormat.of().formatHex(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key " + id + " can't sign: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return id;
    }

    private static Json.Members publicPart(String type, String scheme, String text) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("keytype", new Json.Text(type));
        members.put("scheme", new Json.Text(scheme));
        members.put("keyval", new Json.Members(Map.of("public", new Json.Text(text))));
        return new Json.Members(members);
    }

    private static String rawEd25519(PublicKey key) {
        return HexFormat.of().formatHex(key.getEncoded()).substring(TufKey.ED25519_PREFIX.length());
    }

    private static String pem(PublicKey key) {
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PUBLIC KEY-----\n" + encoder.encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
