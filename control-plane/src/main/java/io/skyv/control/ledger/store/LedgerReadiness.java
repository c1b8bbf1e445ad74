package io.skyv.control.ledger.store;

import io.skyv.control.ledger.LedgerWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the ledger takes operations and its journal answers. */
@Readiness
@ApplicationScoped
public class LedgerReadiness implements HealthCheck {
    private final DurableLedger ledger;

    LedgerReadiness(DurableLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        LedgerWriter.Health health = ledger.health();
        return HealthCheckResponse.named("ledger")
                .status(health == LedgerWriter.Health.WRITING)
                .withData("writer", health.name().toLowerCase(Locale.ROOT))
                .build();
    }
}
