package io.skyv.control.identity.store;

import io.skyv.proto.sign.MalformedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the network's keys once, when the first of the server's parts needs them. */
@ApplicationScoped
class KeyRing {
    @Produces
    @Singleton
    NetworkKeys networkKeys(
            @ConfigProperty(name = "skyv.data", defaultValue = "data/control") Path data, InstantSource clock)
            throws IOException, MalformedException {
        return NetworkKeys.open(data, clock.instant());
    }
}
