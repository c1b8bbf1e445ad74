package io.skyv.control.identity.store;

import io.skyv.proto.sign.MalformedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Opens the network's keys once, when the first of the server's parts needs them. */
@ApplicationScoped
class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    @Produces
    @Singleton
    NetworkKeys networkKeys(
            @ConfigProperty(name = "skyv.data", defaultValue = "data/control") Path data, InstantSource clock)
            throws IOException, MalformedException {
        NetworkKeys keys = NetworkKeys.open(data, clock.instant());
        LOG.warnf(
                "This network runs on keys for DEVELOPMENT: its CA, a maker's CA and the key that signs grants lie as"
                        + " plain files in %s. Whoever can read them can make boxes and grants.",
                keys.directory().toAbsolutePath().normalize());
        return keys;
    }
}
