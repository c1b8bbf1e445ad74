package io.skyv.control.ledger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.skyv.control.genesis.GenesisFile;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.ledger.RunningLedger;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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
            String address = url.replaceFirst(".*postgresql:", "postgresql:") + (url.contains("?") ? "&" : "?")
                    + "user=" + user + "&password=" + password;
            assertEquals(0, handOver(Optional.of(address)), said::toString);
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

    private RunningLedger ledger() throws Exception {
        return new RunningLedger(
                store,
                InstantSource.system(),
                Runnable::run,
                GenesisFile.read("demo").requests());
    }

    private int handOver(Optional<String> address) throws InterruptedException {
        PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
        return LedgerCommand.handOver(address, to, to);
    }
}
