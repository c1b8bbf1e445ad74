package io.skyv.control.ledger;

import io.skyv.proto.sign.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the latest operations came to, so that one asked again is answered and not done again. */
final class RememberedOutcomes {
    /** Operations that are remembered; the oldest are forgotten first. About 200 bytes each. */
    static final int MAX_OPERATIONS = 200_000;

    private final Map<OperationId, Remembered> byId = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OperationId, Remembered> eldest) {
            return size() > MAX_OPERATIONS;
        }
    };

    /** The outcome of the first time, a refusal if that was another operation, or null if there was none. */
    @Nullable
    Outcome find(OperationId id, Digest fingerprint) {
        Remembered remembered = byId.get(id);
        if (remembered == null) {
            return null;
        }
        return remembered.fingerprint.equals(fingerprint) ? remembered.outcome : new Outcome.Refused(Refusal.ID_REUSED);
    }

    void put(Entry entry) {
        byId.put(entry.id(), new Remembered(EntryCodec.fingerprint(entry.operation()), entry.outcome()));
    }

    private record Remembered(Digest fingerprint, Outcome outcome) {}
}
