package io.skyv.control.identity.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.runtime.TrustStoreAndTrustOptions;
import io.quarkus.tls.runtime.TrustStoreProvider;
import io.skyv.control.identity.Refusal;
import io.skyv.control.identity.store.NetworkKeys;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jboss.logging.Logger;

/** Gives the HTTPS server the CAs whose certificates boxes may come with: the network's and the makers'. */
@ApplicationScoped
@Identifier(ServerKeyStore.TLS_CONFIGURATION)
public class BoxTrustStore implements TrustStoreProvider {
    private static final Logger LOG = Logger.getLogger(BoxTrustStore.class);

    private final NetworkKeys keys;
    private final Instance<MeterRegistry> meters;

    @Inject
    BoxTrustStore(NetworkKeys keys, Instance<MeterRegistry> meters) {
        this.keys = keys;
        this.meters = meters;
    }

    @Override
    public TrustStoreAndTrustOptions getTrustStore(Vertx vertx) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("network", keys.network().certificate());
            store.setCertificateEntry("maker", keys.maker().certificate());
            return new TrustStoreAndTrustOptions(
                    store, TrustOptions.wrap(new BoxTrustManager(pkix(store), this::refused)));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the CAs that boxes may come with do not fit into a trust store", e);
        }
    }

    /** So that the figures are there, at 0, before anybody is refused. */
    void start(@Observes StartupEvent event) {
        List.of(Refusal.UNKNOWN_CA, Refusal.EXPIRED).forEach(this::counter);
    }

    private void refused(Refusal reason) {
        LOG.infof("Refused a client certificate: %s", reason.label());
        counter(reason).increment();
    }

    private Counter counter(Refusal reason) {
        return Counter.builder("skyv.tls.clients.refused")
                .description("TLS connections refused for their client certificate")
                .tag("reason", reason.label())
                .register(meters.get());
    }

    private static X509ExtendedTrustManager pkix(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this Java has no PKIX trust manager"));
    }
}
