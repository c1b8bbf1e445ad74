package io.skyv.control.identity.tls;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.skyv.control.identity.store.NetworkKeys;
import io.skyv.proto.sign.MalformedException;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Gives the HTTPS server its certificate, and a new one in time. */
@ApplicationScoped
@Identifier(ServerKeyStore.TLS_CONFIGURATION)
public class ServerKeyStore implements KeyStoreProvider {
    /** To be named by {@code quarkus.http.tls-configuration-name}. */
    public static final String TLS_CONFIGURATION = "network";

    private static final Logger LOG = Logger.getLogger(ServerKeyStore.class);
    private static final long LOOK_AGAIN_HOURS = 6;

    private final NetworkKeys keys;
    private final InstantSource clock;
    private final List<String> names;
    private final ServerKeyManager manager;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("server-certificate").factory());

    /** @param publicNames names and addresses by which boxes reach this server, besides this machine's own */
    @Inject
    ServerKeyStore(
            NetworkKeys keys,
            InstantSource clock,
            @ConfigProperty(name = "skyv.server.names") Optional<List<String>> publicNames)
            throws IOException, MalformedException {
        this.keys = keys;
        this.clock = clock;
        this.names = names(publicNames.orElse(List.of()));
        this.manager = new ServerKeyManager(current());
    }

    @Override
    public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            X509Certificate[] chain = manager.getCertificateChain(ServerKeyManager.ALIAS);
            store.setKeyEntry(
                    ServerKeyManager.ALIAS, manager.getPrivateKey(ServerKeyManager.ALIAS), new char[0], chain);
            return new KeyStoreAndKeyCertOptions(store, KeyCertOptions.wrap(manager));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the server's certificate does not fit into a key store", e);
        }
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::renew, LOOK_AGAIN_HOURS, LOOK_AGAIN_HOURS, TimeUnit.HOURS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void renew() {
        try {
            manager.replace(current());
        } catch (IOException | MalformedException | RuntimeException e) {
            LOG.error("The server's certificate cannot be renewed; the one in use still holds", e);
        }
    }

    private ServerCertificate current() throws IOException, MalformedException {
        return ServerCertificate.current(keys.directory(), keys.network(), names, clock.instant());
    }

    private static List<String> names(List<String> publicNames) {
        List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            LOG.debug("This machine has no name of its own", e);
        }
        names.addAll(publicNames);
        return names.stream().distinct().toList();
    }
}
