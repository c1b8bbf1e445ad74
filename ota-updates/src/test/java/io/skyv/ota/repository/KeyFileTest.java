package io.skyv.ota.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();

    @TempDir
    Path directory;

    private KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "EC"})
    void shouldReadWhatItWrote(String algorithm) throws Exception {
        KeyPair pair = pair(algorithm);
        Path file = directory.resolve("key.pem");
        KeyFile.write(file, pair, PASSPHRASE);
        assertEquals(SigningKey.of(pair).id(), KeyFile.read(file, PASSPHRASE).id());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldHoldNothingSecretInTheClear() throws Exception {
        KeyPair pair = pair("Ed25519");
        Path file = directory.resolve("key.pem");
        KeyFile.write(file, pair, PASSPHRASE);
        byte[] secret = pair.getPrivate().getEncoded();
        String tail = Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(secret, 18, 48));
        assertFalse(Files.readString(file).replace("\n", "").contains(tail.substring(0, 12)));
        assertFalse(SigningKey.of(pair).toString().contains(tail.substring(0, 12)));
    }

    @Test
    void shouldNotOpenByAnotherPassphrase() throws Exception {
        Path file = directory.resolve("key.pem");
        KeyFile.write(file, pair("Ed25519"), PASSPHRASE);
        IOException refused =
                assertThrows(IOException.class, () -> KeyFile.read(file, "correct horse batterx".toCharArray()));
        assertTrue(refused.getMessage().contains("the passphrase is wrong, or the file is broken"));
    }

    @Test
    void shouldNeverOverwriteAKey() throws Exception {
        Path file = directory.resolve("key.pem");
        KeyFile.write(file, pair("Ed25519"), PASSPHRASE);
        String before = Files.readString(file);
        assertThrows(IOException.class, () -> KeyFile.write(file, pair("Ed25519"), PASSPHRASE));
        assertEquals(before, Files.readString(file));
    }

    @Test
    void shouldRefuseAShortPassphrase() throws Exception {
        KeyPair pair = pair("Ed25519");
        Path file = directory.resolve("key.pem");
        assertThrows(IllegalArgumentException.class, () -> KeyFile.write(file, pair, "short".toCharArray()));
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldRefuseHalvesOfTwoKeys() throws Exception {
        Path one = directory.resolve("one.pem");
        Path two = directory.resolve("two.pem");
        KeyFile.write(one, pair("Ed25519"), PASSPHRASE);
        KeyFile.write(two, pair("Ed25519"), PASSPHRASE);
        String secret = Files.readString(one);
        String publicPart = Files.readString(two);
        int cut = secret.indexOf("-----BEGIN PUBLIC");
        Files.writeString(
                one,
                secret.substring(0, cut) + publicPart.substring(publicPart.indexOf("-----BEGIN PUBLIC")),
                StandardCharsets.US_ASCII);
        assertThrows(IOException.class, () -> KeyFile.read(one, PASSPHRASE));
    }

    /** Boxes would verify nothing by it. */
    @Test
    void shouldRefuseAKeyOnAnotherCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        String der = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        Path file = Files.writeString(
                directory.resolve("p384.pem"), "-----BEGIN PUBLIC KEY-----\n" + der + "\n-----END PUBLIC KEY-----\n");
        assertTrue(assertThrows(IOException.class, () -> KeyFile.readPublic(file))
                .getMessage()
                .contains("no public key, Ed25519 or P-256"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
                        + "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
            })
    void shouldSayThatAFileIsNoKey(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("no-key"), text);
        assertTrue(assertThrows(IOException.class, () -> KeyFile.read(file, PASSPHRASE))
                .getMessage()
                .contains("no-key"));
    }
}
