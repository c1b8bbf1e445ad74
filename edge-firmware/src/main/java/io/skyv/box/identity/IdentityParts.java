package io.skyv.box.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens the identity once. */
@Dependent
class IdentityParts {
    @Produces
    @Singleton
    StoredIdentity identity(@ConfigProperty(name = "skyv.data", defaultValue = "data/box") Path data)
            throws IOException, NoBirthCertificateException {
        return StoredIdentity.open(data);
    }
}
