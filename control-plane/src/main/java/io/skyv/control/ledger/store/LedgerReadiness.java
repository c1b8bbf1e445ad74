package io.skyv.control.ledger.store;

import io.skyv.control.ledger.LedgerPort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the ledger takes operations: a standby is not, so who spreads load sends everything to the writer. */
@Readiness
@ApplicationScoped
public class LedgerReadiness implements HealthCheck {
    private final LedgerPort ledger;

    LedgerReadiness(LedgerPort ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        LedgerPort.Role role = ledger.role();
        return HealthCheckResponse.named("ledger")
                .status(role == LedgerPort.Role.WRITING)
                .withData("writer", role.name().toLowerCase(Locale.ROOT))
                .build();
    }
}
