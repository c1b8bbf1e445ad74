package io.skyv.control.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a block changed, as it is afterwards; each thing once.
 *
 * @param balancesMicros by account
 * @param owners by box
 * @param openGrants new ones and those a receipt changed, by id
 * @param closedGrants by id
 */
public record LedgerChanges(
        Map<String, Long> balancesMicros,
        Map<String, String> owners,
        Map<String, GrantPosition> openGrants,
        Map<String, GrantPosition> closedGrants) {
    public LedgerChanges {
        balancesMicros = Map.copyOf(balancesMicros);
        owners = Map.copyOf(owners);
        openGrants = Map.copyOf(openGrants);
        closedGrants = Map.copyOf(closedGrants);
    }

    static final class Collector {
        private final Map<String, Long> balancesMicros = new LinkedHashMap<>();
        private final Map<String, String> owners = new LinkedHashMap<>();
        private final Map<String, GrantPosition> open = new LinkedHashMap<>();
        private final Map<String, GrantPosition> closed = new LinkedHashMap<>();

        void balance(String account, long micros) {
            balancesMicros.put(account, micros);
        }

        void owner(String box, String owner) {
            owners.put(box, owner);
        }

        void open(GrantPosition grant) {
            closed.remove(grant.id());
            open.put(grant.id(), grant);
        }

        void close(GrantPosition grant) {
            open.remove(grant.id());
            closed.put(grant.id(), grant);
        }

        LedgerChanges toChanges() {
            return new LedgerChanges(balancesMicros, owners, open, closed);
        }
    }
}
