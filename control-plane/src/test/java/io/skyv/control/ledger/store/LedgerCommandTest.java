package io.skyv.control.ledger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.skyv.control.database.CommandDatabase;
import io.skyv.control.database.DatabaseAddress;
import io.skyv.control.genesis.GenesisFile;
import io.skyv.control.journal.Ahead;
import io.skyv.control.journal.Recovery;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.ledger.RunningLedger;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PostgresBlocksTest.OfItsOwn.class)
class LedgerCommandTest {
    private static final long PATIENCE_SECONDS = 30;

    @Inject
    PostgresBlocks store;

    @Inject
    DurableLedger application;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void shouldLetTheStandbyWriteAtOnceThoughTheWriterLives() throws Exception {
        application.stop(new ShutdownEvent());
        try (RunningLedger first = ledger();
                RunningLedger second = ledger()) {
            assertEquals(LedgerPort.Role.WRITING, first.start());
            assertEquals(LedgerPort.Role.STANDBY, second.start());
            CompletableFuture<Boolean> writes = new CompletableFuture<>();
            second.whenWriting(() -> writes.complete(true));
            assertEquals(0, handOver(Optional.of(address())), said::toString);
            assertTrue(said.toString(StandardCharsets.UTF_8).contains("lease"), said::toString);
            assertTrue(writes.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldSayWhatToDoWithoutADatabaseOfBoth() throws Exception {
        assertEquals(1, handOver(Optional.empty()));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("SKYV_DATABASE_URL"), said::toString);
        assertEquals(1, handOver(Optional.of("postgresql://nobody:secret@127.0.0.1:1/none")));
        assertTrue(!said.toString(StandardCharsets.UTF_8).contains("secret"), "a password is never told");
    }

    @Test
    void shouldComeToTheSameStateFromTheFirstBlockAndFromASnapshot() throws Exception {
        application.stop(new ShutdownEvent());
        try (RunningLedger ledger = ledger()) {
            ledger.start();
        }
        long blocks = Recovery.makeSnapshot(store, () -> {});
        String state = Recovery.newest(store, Ahead.NOTHING).stateHash().hex();

        assertTrue(check(), said::toString);

        assertTrue(said().contains("block " + blocks + ", hash "), said::toString);
        assertEquals(2, said().split("state " + state).length - 1, said::toString);
        assertTrue(said().contains("snapshot of block " + blocks), said::toString);
    }

    @Test
    void shouldNameTheBlockThatIsNotWhatWasWritten() throws Exception {
        application.stop(new ShutdownEvent());
        try (RunningLedger ledger = ledger()) {
            ledger.start();
        }
        for (String damage : List.of(
                "body = set_byte(body, octet_length(body) - 1, get_byte(body, octet_length(body) - 1) # 1)",
                "entries = -entries")) {
            said.reset();
            changeTheFirstBlock(damage);

            assertFalse(check(), damage);

            changeTheFirstBlock(damage); // both take themselves back
            assertTrue(said().contains("block 1 of the journal is damaged"), said::toString);
            assertTrue(check(), said::toString);
        }
    }

    private boolean check() throws Exception {
        PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
        return CommandDatabase.use(
                DatabaseAddress.parse(address()),
                connection -> new LedgerCheck(new JournalReader(connection), to, to).run());
    }

    private void changeTheFirstBlock(String how) throws Exception {
        CommandDatabase.use(DatabaseAddress.parse(address()), connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("update journal_block set " + how + " where number = 1");
            }
        });
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private String address() {
        return url.replaceFirst(".*postgresql:", "postgresql:") + (url.contains("?") ? "&" : "?") + "user=" + user
                + "&password=" + password;
    }

    private RunningLedger ledger() throws Exception {
        return new RunningLedger(
                store,
                InstantSource.system(),
                Runnable::run,
                GenesisFile.read("demo").requests());
    }

    private int handOver(Optional<String> address) {
        PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
        return LedgerCommand.handOver(address, to, to);
    }
}
