package io.skyv.control.ledger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.NetworkProfile;
import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NetworkProfile.class)
class GrantProjectorTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final long GIB = 1L << 30;

    @Inject
    LedgerPort ledger;

    @Inject
    Mutiny.SessionFactory sessions;

    @Test
    void shouldProjectGrantsAsTheBlocksLeaveThem() throws Throwable {
        GrantId id = new GrantId("0".repeat(31) + "1");
        ask("open", open(id));
        GrantPosition open = await(id, BookedGrant::open);
        assertEquals(1_000, open.escrowMicros());
        ask("receipt", new Operation.Receipt(id.value(), GIB / 2, 1, Digest.ZERO));
        ask("close", new Operation.CloseGrant(id.value()));
        GrantPosition closed = await(id, grant -> !grant.open());
        GrantPosition known = ledger.books().lateGrant(id).orElseThrow();
        assertEquals(500, closed.paidMicros());
        assertEquals(50, closed.burnedMicros());
        assertEquals(0, closed.escrowMicros());
        assertEquals(known.settledBytes(), closed.settledBytes());
        assertEquals(known.paidMicros(), closed.paidMicros());
        assertEquals(known.closesRound(), closed.closesRound());
    }

    @Test
    void shouldHaveWhatItMissedToldAgain() throws Throwable {
        GrantId early = new GrantId("0".repeat(31) + "2");
        ask("open early", open(early));
        await(early, BookedGrant::open);
        sql("update ledger_grant_projection set blocks = 0");
        sql("delete from ledger_grant");
        GrantId late = new GrantId("0".repeat(31) + "3");
        ask("open late", open(late));
        await(late, BookedGrant::open);
        await(early, BookedGrant::open);
    }

    private static Operation open(GrantId id) {
        return new Operation.OpenGrant(
                id.value(), "broadcaster", "box", GIB, 1_000, 9, true, 65_536, 16_384, Digest.ZERO);
    }

    private void ask(String what, Operation operation) {
        Answer answer = ledger.ask(new Request(OperationId.derived(0, "projector " + what), operation))
                .toCompletableFuture()
                .join();
        Answer.Done done = assertInstanceOf(Answer.Done.class, answer);
        assertInstanceOf(Outcome.Applied.class, done.outcome(), what);
    }

    /** It is written after the answer: asked for until it is there. */
    private GrantPosition await(GrantId id, Predicate<BookedGrant> as) throws Throwable {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Optional<BookedGrant> found = VertxContextSupport.subscribeAndAwait(
                    () -> sessions.withStatelessSession(session -> session.get(GrantProjection.class, id.value()))
                            .map(row -> Optional.ofNullable(row).map(GrantProjection::toBookedGrant)));
            if (found.isPresent() && as.test(found.get())) {
                return found.get().position();
            }
            assertTrue(System.nanoTime() < until, () -> "grant " + id + " is projected as " + found);
        }
    }

    private void sql(String statement) throws Throwable {
        assertInstanceOf(
                Integer.class,
                VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(
                        session -> session.createNativeQuery(statement).executeUpdate())));
    }
}
