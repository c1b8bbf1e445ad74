package io.skyv.box.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A key with the certificate chain that goes with it, as TLS shows it.
 *
 * @param chain leaf first
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain) {
    public Credentials {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate chain has at least one certificate");
        }
        chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    public boolean isValidAt(Instant now) {
        return !now.isBefore(leaf().getNotBefore().toInstant())
                && now.isBefore(leaf().getNotAfter().toInstant());
    }

    /** When two thirds of the certificate's life are over. */
    public Instant renewAt() {
        Instant from = leaf().getNotBefore().toInstant();
        Duration life = Duration.between(from, leaf().getNotAfter().toInstant());
        return from.plus(life.dividedBy(3).multipliedBy(2));
    }
}
