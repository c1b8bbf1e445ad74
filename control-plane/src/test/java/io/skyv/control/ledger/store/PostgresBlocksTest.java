package io.skyv.control.ledger.store;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.NetworkProfile;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.BlockStoreContractTest;
import jakarta.inject.Inject;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@TestProfile(NetworkProfile.class)
class PostgresBlocksTest extends BlockStoreContractTest {
    @Inject
    PostgresBlocks store;

    @Inject
    Mutiny.SessionFactory sessions;

    @BeforeEach
    void empty() throws Throwable {
        for (String statement : new String[] {
            "truncate journal_block, journal_snapshot", "update journal_lease set generation = 0, heard_at = 'epoch'"
        }) {
            VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(
                    session -> session.createNativeQuery(statement).executeUpdate()));
        }
    }

    @Override
    protected BlockStore store() {
        return store;
    }
}
