package io.skyv.control.ledger.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.database.TestDatabase;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.BlockStoreContractTest;
import jakarta.inject.Inject;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@TestProfile(PostgresBlocksTest.OfItsOwn.class)
class PostgresBlocksTest extends BlockStoreContractTest {
    private static final List<String> EMPTY = List.of(
            "truncate journal_block, journal_snapshot", "update journal_lease set generation = 0, heard_at = 'epoch'");

    @Inject
    PostgresBlocks store;

    @Inject
    DurableLedger ledger;

    @Inject
    Mutiny.SessionFactory sessions;

    /** A database that no other test uses. */
    public static final class OfItsOwn implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TestDatabase.class));
        }
    }

    @BeforeEach
    void empty() throws Throwable {
        ledger.stop(new ShutdownEvent());
        for (String statement : EMPTY) {
            VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(
                    session -> session.createNativeQuery(statement).executeUpdate()));
        }
    }

    @Override
    protected BlockStore store() {
        return store;
    }
}
