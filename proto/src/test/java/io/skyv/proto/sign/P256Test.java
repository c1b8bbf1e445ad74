package io.skyv.proto.sign;

import static io.skyv.proto.KnownAnswers.base64;
import static io.skyv.proto.KnownAnswers.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.Corruptions;
import io.skyv.proto.KnownAnswers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class P256Test {
    private static final KnownAnswers KNOWN = KnownAnswers.of("signatures.json");
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    @TestFactory
    Stream<DynamicTest> shouldVerifyTheKnownSignatures() throws MalformedException {
        PublicKey key = KNOWN.key();
        return KNOWN.tests(
                "valid",
                entry -> assertTrue(P256.verify(key, hex(entry.path("message")), hex(entry.path("signature")))));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseBrokenSignatures() throws MalformedException {
        PublicKey key = KNOWN.key();
        return KNOWN.tests("broken", entry -> {
            PublicKey of = entry.has("spki") ? KnownAnswers.key(entry) : key;
            assertFalse(P256.verify(of, hex(entry.path("message")), hex(entry.path("signature"))));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseKeysThatAreNotOnTheCurve() {
        return KNOWN.tests(
                "refusedKeys",
                entry -> assertThrows(MalformedException.class, () -> P256.publicKey(base64(entry.path("spki")))));
    }

    @Test
    void shouldSignSoThatTheKnownKeyVerifies() throws MalformedException {
        PrivateKey key = P256.privateKey(base64(KNOWN.root().path("pkcs8")));
        byte[] signature = P256.sign(key, MESSAGE);
        assertEquals(P256.SIGNATURE_BYTES, signature.length);
        assertTrue(P256.verify(KNOWN.key(), MESSAGE, signature));
        Corruptions.flips(signature).limit(64).forEach(flipped -> assertFalse(verifyWithKnownKey(flipped)));
        Corruptions.truncations(signature).forEach(cut -> assertFalse(verifyWithKnownKey(cut)));
    }

    @Test
    void shouldMakeKeysThatItReadsAgain() throws MalformedException {
        KeyPair keys = P256.generate();
        assertTrue(P256.isP256(keys.getPublic()));
        assertEquals(keys.getPublic(), P256.publicKey(keys.getPublic().getEncoded()));
        assertArrayEquals(
                keys.getPrivate().getEncoded(),
                P256.privateKey(keys.getPrivate().getEncoded()).getEncoded());
    }

    @Test
    void shouldRefusePrivateKeysOfOtherKinds() throws Exception {
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(384);
        byte[] other = p384.generateKeyPair().getPrivate().getEncoded();
        assertThrows(MalformedException.class, () -> P256.privateKey(other));
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        assertThrows(MalformedException.class, () -> P256.privateKey(rsa));
        Corruptions.truncations(base64(KNOWN.root().path("pkcs8")))
                .forEach(cut -> assertThrows(MalformedException.class, () -> P256.privateKey(cut)));
    }

    @Test
    void shouldRefuseAPublicKeyThatIsCutAnywhere() {
        Corruptions.truncations(base64(KNOWN.root().path("spki")))
                .forEach(cut -> assertThrows(MalformedException.class, () -> P256.publicKey(cut)));
    }

    private static boolean verifyWithKnownKey(byte[] signature) {
        try {
            return P256.verify(KNOWN.key(), MESSAGE, signature);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
