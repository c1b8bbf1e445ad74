package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerWriterTest {
    private final FakeJournal journal = new FakeJournal();
    private LedgerWriter writer;

    @BeforeEach
    void begin() {
        writer = start();
        assertInstanceOf(
                Outcome.Applied.class,
                ask(1, new Operation.Genesis(new TreeMap<>(Map.of("alice", 1_000L)), Parameters.DEFAULT)));
    }

    @AfterEach
    void end() {
        writer.close();
    }

    @Test
    void shouldTellAnOutcomeOnlyWhenItsBlockIsInTheJournal() throws InterruptedException {
        CountDownLatch appending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        journal.beforeAppend(() -> {
            appending.countDown();
            await(goOn);
        });
        CompletableFuture<Outcome> answer = submit(2, transfer(5));
        appending.await();
        assertFalse(answer.isDone());
        assertEquals(1_000, balance("alice"), "readers see committed blocks alone");
        goOn.countDown();
        assertEquals(new Outcome.Applied(5, 0), answer.join());
        assertEquals(995, balance("alice"));
        assertEquals(2, journal.rows().size());
    }

    @Test
    void shouldPutWhatWaitsIntoOneBlock() throws InterruptedException {
        CountDownLatch appending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        journal.beforeAppend(() -> {
            appending.countDown();
            await(goOn);
        });
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        answers.add(submit(2, transfer(1)));
        appending.await();
        for (int i = 3; i < 13; i++) {
            answers.add(submit(i, transfer(1)));
        }
        goOn.countDown();
        answers.forEach(CompletableFuture::join);
        assertEquals(3, writer.view().head().blocks());
        assertEquals(989, balance("alice"));
    }

    @Test
    void shouldAnswerTheSameOperationWithTheOutcomeOfTheFirstTime() {
        assertEquals(new Outcome.Applied(5, 0), ask(2, transfer(5)));
        assertEquals(new Outcome.Applied(5, 0), ask(2, transfer(5)));
        assertEquals(995, balance("alice"));
        assertEquals(2, journal.rows().size(), "nothing was done, so nothing is written");
    }

    @Test
    void shouldRefuseAnotherOperationWithAnIdThatWasUsed() {
        ask(2, transfer(5));
        assertEquals(new Outcome.Refused(Refusal.ID_REUSED), ask(2, transfer(6)));
    }

    @Test
    void shouldRememberOutcomesAcrossARestart() {
        ask(2, transfer(5));
        Outcome refused = ask(3, transfer(100_000));
        restart();
        assertEquals(new Outcome.Applied(5, 0), ask(2, transfer(5)));
        assertEquals(refused, ask(3, transfer(100_000)));
        assertEquals(995, balance("alice"));
        assertEquals(3, writer.view().head().blocks());
    }

    @Test
    void shouldTryABlockAgainUntilTheJournalHasIt() {
        journal.failNext(2);
        assertEquals(new Outcome.Applied(5, 0), ask(2, transfer(5)));
        assertEquals(LedgerWriter.Health.WRITING, writer.health());
        assertEquals(2, journal.rows().size());
    }

    @Test
    void shouldSayBusyWhileTheJournalDoesNotAnswerAndGoOnWhenItDoes() throws InterruptedException {
        journal.failNext(1_000_000);
        CompletableFuture<Outcome> first = submit(2, transfer(5));
        while (writer.health() != LedgerWriter.Health.JOURNAL_UNAVAILABLE) {
            Thread.onSpinWait();
        }
        CompletionException busy = assertThrows(CompletionException.class, () -> ask(3, transfer(7)));
        assertInstanceOf(LedgerBusyException.class, busy.getCause());
        assertFalse(first.isDone(), "nobody knows yet whether it is written");
        journal.failNext(0);
        assertEquals(new Outcome.Applied(5, 0), first.join());
        assertEquals(new Outcome.Applied(7, 0), ask(3, transfer(7)));
        assertEquals(988, balance("alice"));
    }

    @Test
    void shouldNotWriteABlockTwiceWhenItsAnswerWasLost() {
        journal.loseTheNextAnswer();
        assertEquals(new Outcome.Applied(5, 0), ask(2, transfer(5)));
        assertEquals(2, journal.rows().size());
    }

    @Test
    void shouldStopWhenAnotherWriterIsAtWork() {
        journal.letAnotherWriterIn();
        CompletionException fault = assertThrows(CompletionException.class, () -> ask(2, transfer(5)));
        assertInstanceOf(LedgerBusyException.class, fault.getCause());
        writer.close();
        assertEquals(LedgerWriter.Health.STOPPED, writer.health());
        assertInstanceOf(
                LedgerBusyException.class,
                assertThrows(CompletionException.class, () -> ask(3, transfer(5)))
                        .getCause());
        assertEquals(1_000, balance("alice"), "what was not committed is not seen");
    }

    @Test
    void shouldSayBusyWhenTheQueueIsFullAndLoseNothing() throws InterruptedException {
        CountDownLatch appending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        journal.beforeAppend(() -> {
            appending.countDown();
            await(goOn);
        });
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        answers.add(submit(2, transfer(1)));
        appending.await();
        for (int i = 0; i < LedgerWriter.MAX_QUEUED_OPERATIONS; i++) {
            answers.add(submit(3 + i, new Operation.AssignBox("box", "owner")));
        }
        CompletableFuture<Outcome> tooMany = submit(1_000_000, transfer(1));
        assertTrue(tooMany.isCompletedExceptionally());
        goOn.countDown();
        answers.forEach(answer -> assertInstanceOf(Outcome.Applied.class, answer.join()));
        assertEquals(999, balance("alice"));
    }

    @Test
    void shouldAssignABoxOnceForTheSameOwner() {
        BoxId box = new BoxId("box-1");
        writer.assignBox(box, new AccountId("carol")).toCompletableFuture().join();
        writer.assignBox(box, new AccountId("carol")).toCompletableFuture().join();
        assertEquals(new AccountId("carol"), writer.view().paidFor(box));
        assertEquals(2, writer.view().head().blocks());
        writer.assignBox(box, new AccountId("dave")).toCompletableFuture().join();
        writer.assignBox(box, new AccountId("carol")).toCompletableFuture().join();
        assertEquals(new AccountId("carol"), writer.view().paidFor(box));
    }

    @Test
    void shouldRefuseWhatComesAfterTheClose() {
        writer.close();
        assertInstanceOf(
                LedgerBusyException.class,
                assertThrows(CompletionException.class, () -> ask(2, transfer(5)))
                        .getCause());
    }

    private void restart() {
        writer.close();
        writer = start();
    }

    private LedgerWriter start() {
        LedgerWriter started = new LedgerWriter(
                Recovery.replay(journal), journal, () -> Instant.ofEpochMilli(1_000), Runnable::run, _ -> {});
        started.start();
        return started;
    }

    private long balance(String account) {
        return writer.view().balanceMicros(new AccountId(account)).orElse(0);
    }

    private Outcome ask(long id, Operation operation) {
        return submit(id, operation).join();
    }

    private CompletableFuture<Outcome> submit(long id, Operation operation) {
        return writer.submit(new OperationId(0, id), operation).toCompletableFuture();
    }

    private static Operation transfer(long micros) {
        return new Operation.Transfer("alice", "bob", micros);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
