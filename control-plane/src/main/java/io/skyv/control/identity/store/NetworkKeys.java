package io.skyv.control.identity.store;

import io.skyv.control.identity.CertificateAuthority;
import io.skyv.control.identity.ClientCertificates;
import io.skyv.control.identity.GrantKeys;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@code $SKYV_DATA/keys}: the network's CA, the development maker's CA and the key that signs grants. What is missing
 * is made, under a lock that the server and the maker command share.
 *
 * @param network signs operating certificates and the control plane's TLS certificate
 * @param maker signs birth certificates of the development maker
 */
public record NetworkKeys(Path directory, CertificateAuthority network, CertificateAuthority maker, KeyPair grantKey)
        implements GrantKeys {
    /** The development CA of a network; a real one is renewed by its operator. */
    private static final Period NETWORK_CA_LIFE = Period.ofYears(20);

    /** File locks are the process's: threads of one process need a lock of their own. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    /** @param data {@code $SKYV_DATA} of the control plane */
    public static NetworkKeys open(Path data, Instant now) throws IOException, MalformedException {
        Path directory = data.resolve("keys");
        KeyFiles.makeSecretDirectory(directory);
        IN_PROCESS.lock();
        try (FileChannel lockFile = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            assert lock.isValid();
            CertificateAuthority network = authority(
                    directory,
                    "network-ca",
                    "SKYV network CA",
                    now,
                    now.atOffset(ZoneOffset.UTC).plus(NETWORK_CA_LIFE).toInstant());
            CertificateAuthority maker =
                    authority(directory, "maker-ca", "SKYV development maker", now, CertificateAuthority.NEVER);
            KeyPair grantKey = keyPair(directory.resolve("grant.key"));
            return new NetworkKeys(directory, network, maker, grantKey);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    /** Whether {@link #open} would find a network there. */
    public static boolean exist(Path data) {
        return Files.exists(data.resolve("keys").resolve("network-ca.pem"));
    }

    public ClientCertificates clientCertificates() {
        return new ClientCertificates(network.certificate(), List.of(maker.certificate()));
    }

    private static CertificateAuthority authority(
            Path directory, String file, String commonName, Instant now, Instant notAfter)
            throws IOException, MalformedException {
        KeyPair pair = keyPair(directory.resolve(file + ".key"));
        Path pem = directory.resolve(file + ".pem");
        if (!Files.exists(pem)) {
            CertificateAuthority made = CertificateAuthority.selfSigned(commonName, pair, now, notAfter);
            KeyFiles.writeCertificates(pem, List.of(made.certificate()));
        }
        CertificateAuthority authority =
                new CertificateAuthority(KeyFiles.readCertificates(pem).getFirst(), pair.getPrivate());
        if (!authority.certificate().getPublicKey().equals(pair.getPublic())) {
            throw new MalformedException(pem + " is not the certificate of the key beside it");
        }
        return authority;
    }

    private static KeyPair keyPair(Path file) throws IOException, MalformedException {
        if (!Files.exists(file)) {
            KeyFiles.writeKeyPair(file, P256.generate());
        }
        return KeyFiles.readKeyPair(file);
    }
}
