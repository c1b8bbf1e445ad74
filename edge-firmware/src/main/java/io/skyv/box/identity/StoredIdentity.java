package io.skyv.box.identity;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** The files in {@code $SKYV_DATA/identity}; docs/protocol.md names them. Thread-safe. */
public final class StoredIdentity implements BoxIdentity {
    private static final System.Logger LOG = System.getLogger(StoredIdentity.class.getName());

    private final Path directory;
    private final BoxId id;
    private final Credentials birth;
    private final KeyPair manifestKey;
    private volatile @Nullable Credentials operating;
    private volatile @Nullable PublicKey grantKey;

    private StoredIdentity(Path directory, BoxId id, Credentials birth, KeyPair manifestKey) {
        this.directory = directory;
        this.id = id;
        this.birth = birth;
        this.manifestKey = manifestKey;
    }

    /**
     * Reads what is there, and makes the manifest key at the first start.
     *
     * @param data {@code $SKYV_DATA} of the box
     * @throws NoBirthCertificateException if its maker's files are missing or do not fit together
     */
    public static StoredIdentity open(Path data) throws IOException, NoBirthCertificateException {
        Path directory = data.resolve("identity");
        if (!Files.exists(directory.resolve("birth.pem")) || !Files.exists(directory.resolve("birth.key"))) {
            throw new NoBirthCertificateException("this box has no birth certificate in " + directory
                    + ": its maker puts it there; for development 'maker issue --box-data " + data
                    + "' of the control plane's program does");
        }
        try {
            Credentials birth = credentials(directory, "birth");
            StoredIdentity identity =
                    new StoredIdentity(directory, boxId(birth), birth, manifestKey(directory.resolve("manifest.key")));
            identity.readWhatEnrolmentGave();
            return identity;
        } catch (MalformedException e) {
            throw new NoBirthCertificateException(
                    "the identity in " + directory + " is damaged (" + e.getMessage()
                            + "): put its files back, or remove the directory and have the maker make the box anew",
                    e);
        }
    }

    @Override
    public BoxId id() {
        return id;
    }

    @Override
    public KeyPair manifestKey() {
        return manifestKey;
    }

    @Override
    public PublicKey grantKey() {
        PublicKey key = grantKey;
        if (key == null) {
            throw new NotEnrolledException(id + " has not enrolled yet");
        }
        return key;
    }

    public Credentials birth() {
        return birth;
    }

    /** The operating certificate, if there is one that is good at {@code now} in the network that is trusted now. */
    public Optional<Credentials> operating(Instant now) throws IOException {
        Credentials stored = operating;
        return stored != null && stored.isValidAt(now) && isOf(network(), stored.leaf())
                ? Optional.of(stored)
                : Optional.empty();
    }

    /** CAs that the control plane's TLS certificate may be of; read anew each time, so the file can be replaced. */
    public List<X509Certificate> network() throws IOException {
        Path file = directory.resolve("network.pem");
        try {
            return KeyFiles.readCertificates(file);
        } catch (MalformedException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Keeps what the control plane gave; it is on disk when this returns. */
    public synchronized void enrolled(KeyPair key, List<X509Certificate> chain, PublicKey newGrantKey)
            throws IOException {
        KeyFiles.writeKeyPair(directory.resolve("operating.key"), key);
        KeyFiles.writeCertificates(directory.resolve("operating.pem"), chain);
        KeyFiles.writePublic(directory.resolve("grant-key.spki"), newGrantKey.getEncoded());
        operating = new Credentials(key.getPrivate(), chain);
        grantKey = newGrantKey;
    }

    /** A process that was killed while it wrote leaves a key and a certificate that do not fit: it enrols again. */
    private void readWhatEnrolmentGave() throws IOException {
        try {
            if (Files.exists(directory.resolve("operating.pem")) && Files.exists(directory.resolve("operating.key"))) {
                operating = credentials(directory, "operating");
            }
            Path spki = directory.resolve("grant-key.spki");
            if (Files.exists(spki)) {
                grantKey = P256.publicKey(Files.readAllBytes(spki));
            }
        } catch (MalformedException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} will enrol again: {1}", id, e.getMessage());
            operating = null;
        }
    }

    private static Credentials credentials(Path directory, String name) throws IOException, MalformedException {
        List<X509Certificate> chain = KeyFiles.readCertificates(directory.resolve(name + ".pem"));
        KeyPair pair = KeyFiles.readKeyPair(directory.resolve(name + ".key"), chain.getFirst());
        return new Credentials(pair.getPrivate(), chain);
    }

    private static BoxId boxId(Credentials birth) throws MalformedException {
        BoxId id = BoxId.ofBirthKey(birth.leaf().getPublicKey());
        String subject = birth.leaf().getSubjectX500Principal().getName(X500Principal.RFC2253);
        if (!subject.equals("CN=" + id)) {
            throw new MalformedException("the birth certificate is for " + subject + " but its key is that of " + id);
        }
        return id;
    }

    private static KeyPair manifestKey(Path file) throws IOException, MalformedException {
        if (!Files.exists(file)) {
            KeyFiles.writeKeyPair(file, P256.generate());
        }
        return KeyFiles.readKeyPair(file);
    }

    private static boolean isOf(List<X509Certificate> network, X509Certificate leaf) {
        return network.stream().anyMatch(ca -> {
            try {
                leaf.verify(ca.getPublicKey());
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        });
    }
}
