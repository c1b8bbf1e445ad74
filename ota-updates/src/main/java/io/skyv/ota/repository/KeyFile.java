package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.TufKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/**
 * A person's key on a disk or stick: PKCS#8 under a passphrase (RFC 8018: PBKDF2 with HMAC-SHA-512, AES-256), then the public
 * key, both PEM, as OpenSSL reads them. Only its owner may read it (0600).
 */
public final class KeyFile {
    /** Whoever steals the file tries each passphrase at this price: a quarter of a second on an ordinary machine. */
    static final int ITERATIONS = 210_000;
    /** More would let a file keep its reader busy for minutes. */
    static final int MAX_ITERATIONS = 10_000_000;

    public static final int MIN_PASSPHRASE_CHARS = 12;

    private static final int MAX_FILE_BYTES = 16 * 1024;
    private static final int SALT_BYTES = 16;
    private static final int LINE_CHARS = 64;
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    /** 1.2.840.113549.1.5.13 */
    private static final byte[] PBES2 = HexFormat.of().parseHex("06092a864886f70d01050d");

    private static final String CIPHER = "PBEWithHmacSHA512AndAES_256";
    private static final String SECRET = "ENCRYPTED PRIVATE KEY";
    private static final String TOKEN = "In a token: ";
    private static final String PUBLIC = "PUBLIC KEY";

    private KeyFile() {}

    /**
     * Writes a new file; one that is there is never overwritten.
     *
     * @throws IllegalArgumentException if the passphrase is too short
     */
    public static void write(Path file, KeyPair pair, char[] passphrase) throws IOException {
        write(file, pair, passphrase, ITERATIONS);
    }

    static void write(Path file, KeyPair pair, char[] passphrase, int iterations) throws IOException {
        if (passphrase.length < MIN_PASSPHRASE_CHARS) {
            throw new IllegalArgumentException("a passphrase has at least " + MIN_PASSPHRASE_CHARS + " characters");
        }
        String text = pem(SECRET, encrypt(pair.getPrivate(), passphrase, iterations))
                + pem(PUBLIC, pair.getPublic().getEncoded());
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already; a key is never overwritten. Choose another name.", e);
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    /** A new Ed25519 key in a new file. */
    public static SigningKey make(Path file, char[] passphrase) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(file, pair, passphrase);
            return SigningKey.of(pair);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has Ed25519", e);
        }
    }

    /** The public half of a key whose secret half is in a token, and under what name. */
    public static void writeToken(Path file, SigningKey key, String label) throws IOException {
        try {
            Files.writeString(
                    file,
                    TOKEN + label + "\n" + key.publicPem(),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is there already; a key is never overwritten. Choose another name.", e);
        }
    }

    /** The name in the token, if that is where the secret half is. */
    public static Optional<String> tokenLabel(Path file) throws IOException {
        return readText(file)
                .lines()
                .filter(line -> line.startsWith(TOKEN))
                .map(line -> line.substring(TOKEN.length()))
                .findFirst();
    }

    /** The half that everybody may see, as metadata has it; it needs no passphrase, and no secret half in the file. */
    public static Json.Members readPublic(Path file) throws IOException {
        try {
            return SigningKey.publicPartOf(publicKey(decode(file, PUBLIC, readText(file))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " has no public key, Ed25519 or P-256", e);
        }
    }

    /** @throws IOException also if the passphrase is wrong; it does not tell that from a broken file */
    public static SigningKey read(Path file, char[] passphrase) throws IOException {
        String text = readText(file);
        try {
            PublicKey publicKey = publicKey(decode(file, PUBLIC, text));
            PrivateKey secret = decrypt(file, decode(file, SECRET, text), publicKey.getAlgorithm(), passphrase);
            SigningKey key = SigningKey.of(new KeyPair(publicKey, secret));
            byte[] probe = {1};
            byte[] signature = HexFormat.of().parseHex(key.sign(probe));
            if (TufKey.read(key.id(), key.publicPart()).signer(probe, signature).isEmpty()) {
                throw new IOException(file + " has halves of two different keys");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException | UpdateException e) {
            throw new IOException(file + " can't be opened: the passphrase is wrong, or the file is broken", e);
        }
    }

    private static String readText(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no key file " + file);
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is too long for a key");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** EncryptedPrivateKeyInfo of RFC 5958; the JDK writes the parameters of PBES2, but not what is around them. */
    private static byte[] encrypt(PrivateKey key, char[] passphrase, int iterations) throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, secret(passphrase), new PBEParameterSpec(salt, iterations));
            byte[] algorithm = der(SEQUENCE, PBES2, cipher.getParameters().getEncoded());
            return der(SEQUENCE, algorithm, der(OCTET_STRING, cipher.doFinal(key.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + CIPHER, e);
        }
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() > 127) {
            out.write(0x82); // two bytes of length, which is enough for a key
            out.write(content.size() >> 8);
        }
        out.write(content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static PrivateKey decrypt(Path file, byte[] der, String algorithm, char[] passphrase)
            throws IOException, GeneralSecurityException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
        AlgorithmParameters parameters = info.getAlgParameters();
        PBEParameterSpec spec = parameters == null ? null : parameters.getParameterSpec(PBEParameterSpec.class);
        if (spec == null || spec.getIterationCount() > MAX_ITERATIONS) {
            throw new IOException(file + " is encrypted in another way than this program does it");
        }
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(Cipher.DECRYPT_MODE, secret(passphrase), parameters);
        PKCS8EncodedKeySpec secret = info.getKeySpec(cipher);
        return KeyFactory.getInstance(algorithm).generatePrivate(secret);
    }

    private static SecretKey secret(char[] passphrase) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            return SecretKeyFactory.getInstance(CIPHER).generateSecret(spec);
        } finally {
            spec.clearPassword();
        }
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        for (String algorithm : Set.of("Ed25519", "EC")) {
            try {
                PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
                if (!(key instanceof ECPublicKey ec)
                        || ec.getParams().getOrder().equals(TufKey.P256_ORDER)) {
                    return key;
                }
            } catch (GeneralSecurityException another) {
                // the next one
            }
        }
        throw new GeneralSecurityException("neither Ed25519 nor P-256");
    }

    private static String pem(String what, byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE_CHARS, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + what + "-----\n" + encoder.encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private static byte[] decode(Path file, String what, String text) throws IOException {
        String begin = "-----BEGIN " + what + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + what + "-----", start + begin.length());
        if (start < 0 || end < 0) {
            throw new IOException(file + " has no " + what.toLowerCase(Locale.ROOT));
        }
        return Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
    }

    /** For callers that are done with a passphrase. */
    public static void forget(char[] passphrase) {
        Arrays.fill(passphrase, '\0');
    }
}
