package io.skyv.ota.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.CanonicalJson;
import io.skyv.ota.json.Json;
import io.skyv.ota.repository.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TufKeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    @Test
    void shouldVerifyEd25519AsInRfc8032() throws UpdateException {
        // RFC 8032 §7.1, test 3
        TufKey key = read("ed25519", "ed25519", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        byte[] signature = HexFormat.of()
                .parseHex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        assertTrue(key.signer(new byte[] {(byte) 0xaf, (byte) 0x82}, signature).isPresent());
        assertFalse(key.signer(new byte[] {(byte) 0xaf, (byte) 0x83}, signature).isPresent());
    }

    @Test
    void shouldVerifyWhatItsOwnKeysSign() throws UpdateException {
        for (SigningKey own : new SigningKey[] {SigningKey.makeEd25519(), SigningKey.makeP256()}) {
            TufKey key = TufKey.read(own.id(), own.publicPart());
            byte[] signature = HexFormat.of().parseHex(own.sign(MESSAGE));
            assertTrue(key.signer(MESSAGE, signature).isPresent());
            assertFalse(key.signer(new byte[] {1}, signature).isPresent());
            assertFalse(key.signer(MESSAGE, new byte[0]).isPresent());
        }
    }

    @Test
    void shouldVerifyRsaPssOf2048BitsAndNoLess() throws Exception {
        assertTrue(verifiesPss(2048));
        assertFalse(verifiesPss(1024));
    }

    private static boolean verifiesPss(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        Signature signer = Signature.getInstance("RSASSA-PSS");
        signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        return read("rsa", "rsassa-pss-sha256", pem(pair.getPublic()))
                .signer(MESSAGE, signer.sign())
                .isPresent();
    }

    @Test
    void shouldVerifyNothingOnAnotherCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair pair = generator.generateKeyPair();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update(MESSAGE);
        TufKey key = read("ecdsa", "ecdsa-sha2-nistp256", pem(pair.getPublic()));
        assertFalse(key.signer(MESSAGE, signer.sign()).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, ed25519, 00",
        "ed25519, ed25519, not hexadecimal",
        "ecdsa, ecdsa-sha2-nistp256, not a PEM",
        "ecdsa, ecdsa-sha2-nistp256, -----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----",
        "ecdsa, ecdsa-sha2-nistp256, -----END PUBLIC KEY----------BEGIN PUBLIC KEY-----",
        "ecdsa, ecdsa-sha2-nistp256, -----BEGIN PUBLIC KEY-----END PUBLIC KEY-----",
        "rsa, rsassa-pss-sha256, -----BEGIN PUBLIC KEY-----*-----END PUBLIC KEY-----",
        "rsa, rsa-pkcs1v15-sha256, anything",
        "sphincs, unknown, anything"
    })
    void shouldKeepAKeyThatItCantUseAndVerifyNothingByIt(String type, String scheme, String text)
            throws UpdateException {
        assertFalse(read(type, scheme, text).signer(MESSAGE, new byte[64]).isPresent());
    }

    @Test
    void shouldVerifyNothingUnderAnIdThatIsNotTheKeysHash() throws UpdateException {
        SigningKey own = SigningKey.makeEd25519();
        assertInstanceOf(TufKey.Unusable.class, TufKey.read("0".repeat(64), own.publicPart()));
    }

    @Test
    void shouldBeTheSameKeyHoweverItIsWritten() throws UpdateException {
        SigningKey own = SigningKey.makeP256();
        byte[] signature = HexFormat.of().parseHex(own.sign(MESSAGE));
        String pem = own.publicPart().members("keyval").text("public");
        TufKey oneLine = read("ecdsa", "ecdsa-sha2-nistp256", pem.replace("\n", ""));
        TufKey point = read("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", point(pem));
        var signer = TufKey.read(own.id(), own.publicPart()).signer(MESSAGE, signature);
        assertTrue(signer.isPresent());
        assertEquals(signer, oneLine.signer(MESSAGE, signature));
        assertEquals(signer, point.signer(MESSAGE, signature), "early repositories have the point in hexadecimal");
    }

    /** The 65 bytes at the end of a SubjectPublicKeyInfo. */
    private static String point(String pem) {
        byte[] der = Base64.getMimeDecoder()
                .decode(pem.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", ""));
        return HexFormat.of().formatHex(der, der.length - 65, der.length);
    }

    private static TufKey read(String type, String scheme, String text) throws UpdateException {
        Map<String, Json> key = new LinkedHashMap<>();
        key.put("keytype", new Json.Text(type));
        key.put("scheme", new Json.Text(scheme));
        key.put("keyval", new Json.Members(Map.of("public", new Json.Text(text))));
        Json.Members json = new Json.Members(key);
        return TufKey.read(Digests.hex("sha256", CanonicalJson.write(json)), json);
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
