package io.skyv.control.identity.tls;

import io.skyv.control.identity.CertificateAuthority;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The control plane's TLS certificate, {@code server.pem}, with its key beside it. */
record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
    /**
     * What is on disk, or a new certificate where there is none, it is for other names, of another CA, or two thirds of
     * its life are over.
     *
     * @param names host names and IP addresses that clients use
     */
    static ServerCertificate current(Path directory, CertificateAuthority network, List<String> names, Instant now)
            throws IOException, MalformedException {
        Path keyFile = directory.resolve("server.key");
        Path pem = directory.resolve("server.pem");
        if (!Files.exists(keyFile)) {
            KeyFiles.writeKeyPair(keyFile, P256.generate());
        }
        KeyPair pair = KeyFiles.readKeyPair(keyFile);
        if (!Files.exists(pem) || !serves(KeyFiles.readCertificates(pem), pair, network, names, now)) {
            X509Certificate issued = network.issueServer(names, pair.getPublic(), now);
            KeyFiles.writeCertificates(pem, List.of(issued, network.certificate()));
        }
        return new ServerCertificate(pair.getPrivate(), KeyFiles.readCertificates(pem));
    }

    private static boolean serves(
            List<X509Certificate> chain, KeyPair pair, CertificateAuthority network, List<String> names, Instant now) {
        X509Certificate leaf = chain.getFirst();
        Instant renewAt = leaf.getNotAfter().toInstant().minus(CertificateAuthority.SERVER_LIFE.dividedBy(3));
        return leaf.getPublicKey().equals(pair.getPublic())
                && chain.getLast().equals(network.certificate())
                && now.isBefore(renewAt)
                && alternativeNames(leaf).size() == Set.copyOf(names).size()
                && alternativeNames(leaf).containsAll(normal(names));
    }

    private static Set<String> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : normal(names.stream().map(name -> name.get(1).toString()).toList());
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    /** IPv6 has more than one way to be written: 0:0:0:0:0:0:0:1. */
    private static Set<String> normal(List<String> names) {
        return names.stream()
                .map(name -> name.indexOf(':') < 0
                        ? name
                        : InetAddress.ofLiteral(name).getHostAddress())
                .collect(Collectors.toSet());
    }
}
