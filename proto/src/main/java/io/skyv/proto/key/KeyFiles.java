package io.skyv.proto.key;

import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads and writes key and certificate files. A file is there whole or not at all, also after a crash; a private key is
 * PKCS#8 PEM in mode 0600, followed by its public key, which PKCS#8 leaves out.
 */
public final class KeyFiles {
    /** A chain of certificates is a few KiB. */
    public static final int MAX_FILE_BYTES = 256 * 1024;

    private static final Set<PosixFilePermission> SECRET_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-r--r--");

    private KeyFiles() {}

    /** Makes the directory, with those above it, for its owner alone (0700); also where it was there already. */
    public static void makeSecretDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, SECRET_DIRECTORY);
    }

    public static void writeKeyPair(Path file, KeyPair pair) throws IOException {
        String text = Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded())
                + Pem.encode(Pem.PUBLIC_KEY, pair.getPublic().getEncoded());
        write(file, text.getBytes(StandardCharsets.US_ASCII), SECRET);
    }

    /** @throws MalformedException unless the file has both halves of a P-256 key, and they belong together */
    public static KeyPair readKeyPair(Path file) throws IOException, MalformedException {
        List<byte[]> publicKeys = Pem.decode(Pem.PUBLIC_KEY, readText(file));
        if (publicKeys.isEmpty()) {
            throw new MalformedException(file + " has no public key");
        }
        return pair(file, P256.publicKey(publicKeys.getFirst()));
    }

    /** The private key in {@code file} with the public key that a certificate has for it. */
    public static KeyPair readKeyPair(Path file, X509Certificate certificate) throws IOException, MalformedException {
        return pair(file, certificate.getPublicKey());
    }

    public static void writeCertificates(Path file, List<X509Certificate> chain) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                text.append(Pem.encode(Pem.CERTIFICATE, certificate.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate has no encoding", e);
        }
        writePublic(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws MalformedException unless the file has at least one certificate */
    public static List<X509Certificate> readCertificates(Path file) throws IOException, MalformedException {
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] der : Pem.decode(Pem.CERTIFICATE, readText(file))) {
            chain.add(certificate(der));
        }
        if (chain.isEmpty()) {
            throw new MalformedException(file + " has no certificate");
        }
        return List.copyOf(chain);
    }

    /** @throws MalformedException unless it is one X.509 certificate in DER */
    public static X509Certificate certificate(byte[] der) throws MalformedException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new MalformedException("not an X.509 certificate", e);
        }
    }

    /** Something that everyone may read. */
    public static void writePublic(Path file, byte[] content) throws IOException {
        write(file, content, PUBLIC);
    }

    private static KeyPair pair(Path file, PublicKey publicKey) throws IOException, MalformedException {
        List<byte[]> privateKeys = Pem.decode(Pem.PRIVATE_KEY, readText(file));
        if (privateKeys.isEmpty()) {
            throw new MalformedException(file + " has no private key (PKCS#8)");
        }
        PrivateKey privateKey = P256.privateKey(privateKeys.getFirst());
        byte[] probe = {1};
        if (!P256.isP256(publicKey) || !P256.verify(publicKey, probe, P256.sign(privateKey, probe))) {
            throw new MalformedException("the private key in " + file + " does not belong to its public key");
        }
        return new KeyPair(publicKey, privateKey);
    }

    private static String readText(Path file) throws IOException, MalformedException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new MalformedException(file + " is over " + MAX_FILE_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    private static void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(mode);
        Path draft = Files.createTempFile(directory, "." + file.getFileName(), ".new", attribute);
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
