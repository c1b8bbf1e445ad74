package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.CanonicalJson;
import io.skyv.ota.json.Json;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A public key of TUF §4.2.2. What can't be used is kept, for it may stand beside others that can, and verifies nothing. */
public sealed interface TufKey {
    /** @param publicHex the 32 bytes of RFC 8032 */
    record Ed25519(String publicHex) implements TufKey {}

    /** @param text SubjectPublicKeyInfo on the curve P-256 in PEM, or the point in hexadecimal as early writers have it */
    record EcdsaP256(String text) implements TufKey {}

    /** @param pem SubjectPublicKeyInfo of at least {@link #MIN_RSA_BITS} bits */
    record RsaPss(String pem) implements TufKey {}

    /** Another type or scheme, or its id is not its hash. */
    record Unusable(String why) implements TufKey {}

    int MIN_RSA_BITS = 2048;
    /** More would let a key cost seconds to verify. */
    int MAX_RSA_BITS = 8192;

    /** The order of P-256 (SEC 2): no other curve has it. */
    BigInteger P256_ORDER = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    /** What stands before the 32 bytes in an Ed25519 SubjectPublicKeyInfo (RFC 8410 §4). */
    String ED25519_PREFIX = "302a300506032b6570032100";
    /** What stands before the 65 bytes of a point that is not compressed in a SubjectPublicKeyInfo (RFC 5480 §2). */
    String P256_PREFIX = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

    Pattern P256_POINT = Pattern.compile("04[0-9a-fA-F]{128}");

    /** @throws UpdateException MALFORMED if it is not even the form of a key */
    static TufKey read(String id, Json.Members key) throws UpdateException {
        String type = key.text("keytype");
        String scheme = key.text("scheme");
        Optional<Json> publicKey = key.members("keyval").get("public");
        if (!Digests.hex(Digests.SHA256, CanonicalJson.write(key)).equals(id)) {
            return new Unusable("its id is not the SHA-256 of it");
        }
        if (!(publicKey.orElse(null) instanceof Json.Text(String text))) {
            return new Unusable("it has no public part");
        }
        return switch (type + " " + scheme) {
            case "ed25519 ed25519" -> new Ed25519(text);
            // the second is what early writers made of it
            case "ecdsa ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256 ecdsa-sha2-nistp256" -> new EcdsaP256(text);
            case "rsa rsassa-pss-sha256" -> new RsaPss(text);
            default -> new Unusable("its type " + type + " and scheme " + scheme + " are not known");
        };
    }

    /** The key that has signed the message, or nothing: however many names a key has, this is the same. */
    default Optional<PublicKey> signer(byte[] message, byte[] signature) {
        try {
            Optional<PublicKey> key = publicKey();
            return key.isPresent() && verifies(key.get(), message, signature) ? key : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            return Optional.empty(); // no key or no signature, which is as good as none
        }
    }

    private Optional<PublicKey> publicKey() throws GeneralSecurityException {
        return switch (this) {
            case Ed25519 key -> Optional.of(decode("Ed25519", HexFormat.of().parseHex(ED25519_PREFIX + key.publicHex)));
            case EcdsaP256 key ->
                Optional.of(decode("EC", p256(key.text)))
                        .filter(it -> it instanceof ECPublicKey ec
                                && ec.getParams().getOrder().equals(P256_ORDER));
            case RsaPss key -> Optional.of(decode("RSA", unwrap(key.pem))).filter(TufKey::isOfGoodLength);
            case Unusable ignored -> Optional.empty();
        };
    }

    private boolean verifies(PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        Signature verifier = switch (this) {
            case Ed25519 ignored -> Signature.getInstance("Ed25519");
            case EcdsaP256 ignored -> Signature.getInstance("SHA256withECDSA");
            case RsaPss ignored -> pss();
            case Unusable ignored -> throw new IllegalArgumentException("verifies nothing");
        };
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return verifier;
    }

    private static boolean isOfGoodLength(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= MIN_RSA_BITS
                && rsa.getModulus().bitLength() <= MAX_RSA_BITS;
    }

    private static PublicKey decode(String algorithm, byte[] spki) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki));
    }

    private static byte[] p256(String text) {
        return P256_POINT.matcher(text).matches() ? HexFormat.of().parseHex(P256_PREFIX + text) : unwrap(text);
    }

    private static byte[] unwrap(String pem) {
        String begin = "-----BEGIN PUBLIC KEY-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END PUBLIC KEY-----", start + begin.length());
        if (start < 0 || end < 0) {
            throw new IllegalArgumentException("not a PEM of a public key");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }
}
