package io.skyv.control.ledger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.NetworkProfile;
import io.skyv.control.ledger.GrantPosition;
import io.skyv.control.ledger.Journal;
import io.skyv.control.ledger.JournalContractTest;
import io.skyv.control.ledger.LedgerChanges;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NetworkProfile.class)
class JournalStoreTest extends JournalContractTest {
    @Inject
    JournalStore journal;

    @Inject
    BookedGrants booked;

    @Override
    protected Journal journal() {
        return journal;
    }

    @Test
    void shouldProjectGrantsWithTheBlockThatChangedThem() throws Throwable {
        String id = "0".repeat(31) + "7";
        journal.append(row(4_000_000, "a"), grants(position(id, 10, 90), true));
        assertEquals(new BookedGrant(position(id, 10, 90), true), find(id));
        journal.append(row(4_000_001, "a"), grants(position(id, 30, 0), false));
        assertEquals(new BookedGrant(position(id, 30, 0), false), find(id));
    }

    private BookedGrant find(String id) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> booked.find(new GrantId(id)))
                .orElseThrow();
    }

    private static LedgerChanges grants(GrantPosition position, boolean open) {
        Map<String, GrantPosition> one = Map.of(position.id(), position);
        return new LedgerChanges(Map.of(), Map.of(), open ? one : Map.of(), open ? Map.of() : one);
    }

    private static GrantPosition position(String id, long settledBytes, long escrowMicros) {
        return new GrantPosition(
                id,
                "alice",
                "box",
                100,
                65_536,
                0,
                1L << 30,
                100_000,
                0,
                true,
                Digest.ZERO,
                settledBytes,
                escrowMicros,
                0,
                Digest.ZERO);
    }
}
