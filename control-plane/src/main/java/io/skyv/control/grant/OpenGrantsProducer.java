package io.skyv.control.grant;

import io.skyv.control.config.SkyvConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one index of open grants with the bounds of the configuration. */
@Dependent
class OpenGrantsProducer {
    @Produces
    @Singleton
    OpenGrants openGrants(SkyvConfig config) {
        return new OpenGrants(config.grants().maxPerStream(), config.grants().maxOpen());
    }
}
