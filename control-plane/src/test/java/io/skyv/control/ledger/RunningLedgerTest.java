package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Parameters;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.BlockRow;
import io.skyv.control.journal.DamagedBlockException;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Recovery;
import io.skyv.control.journal.Request;
import io.skyv.proto.id.AccountId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningLedgerTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final Answer MOVED_7 = new Answer.Done(new Outcome.Applied(7, 0, 0, 0));

    private final SharedStore store = new SharedStore();
    private final List<RunningLedger> all = new ArrayList<>();
    private int ids = 100;

    @AfterEach
    void stop() {
        all.forEach(RunningLedger::close);
    }

    @Test
    void shouldBeginWithItsGenesisAndAnswerWhenItsBooksHaveTheBlock() throws InterruptedException {
        RunningLedger ledger = started();
        assertEquals(LedgerPort.Role.WRITING, ledger.role());
        assertEquals(1, ledger.books().head().blocks());
        assertEquals(MOVED_7, ask(ledger, transfer("alice", "bob", 7)));
        assertEquals(OptionalLong.of(8), ledger.books().balanceMicros(new AccountId("bob")));
        BooksHead head = ledger.books().head();
        assertEquals(2, head.blocks());
        assertEquals(head.totals().liquidMicros(), head.accountsMicros());
    }

    @Test
    void shouldNotBeginWithAGenesisThatTheEconomicsRefuse() {
        List<Request> bad = genesis(Map.of("not an id", 1L));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RunningLedger(store, InstantSource.system(), Runnable::run, bad));
    }

    @Test
    void shouldComeBackWithWhatItHad() throws InterruptedException {
        RunningLedger first = started();
        ask(first, transfer("alice", "bob", 7));
        first.close();
        assertInstanceOf(Answer.Busy.class, ask(first, transfer("alice", "bob", 7)));
        RunningLedger second = started();
        assertEquals(first.books().head(), withTimeOf(first, second.books().head()));
        assertEquals(OptionalLong.of(8), second.books().balanceMicros(new AccountId("bob")));
        assertEquals(MOVED_7, ask(second, transfer("alice", "bob", 7)));
    }

    @Test
    void shouldFollowAnotherOneAndTakeOverAtOnceWhenThatOneStops() throws Exception {
        RunningLedger writer = started();
        RunningLedger standby = started();
        assertEquals(LedgerPort.Role.STANDBY, standby.role());
        Answer.Busy busy = assertInstanceOf(Answer.Busy.class, ask(standby, transfer("alice", "bob", 7)));
        assertTrue(busy.why().contains("standby"), busy.why());
        BlockingQueue<KeptBlock> heard = new LinkedBlockingQueue<>();
        CompletableFuture<Boolean> writing = new CompletableFuture<>();
        standby.listen(heard::add);
        standby.whenWriting(() -> writing.complete(true));
        ask(writer, transfer("alice", "bob", 7));
        assertEquals(2, next(heard).number());
        writer.close();
        assertTrue(writing.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        awaitRole(standby, LedgerPort.Role.WRITING);
        assertEquals(MOVED_7, ask(standby, transfer("alice", "bob", 7)));
        assertEquals(3, next(heard).number());
    }

    @Test
    void shouldTakeOverFromTheLivingWhenAskedToAndTheOtherFollows() throws Exception {
        RunningLedger first = started();
        RunningLedger second = started();
        CompletableFuture<Boolean> writing = new CompletableFuture<>();
        second.whenWriting(() -> writing.complete(true));
        BlockingQueue<KeptBlock> heard = new LinkedBlockingQueue<>();
        first.listen(heard::add);
        // as the command does it
        store.take(store.lease().generation()).ifPresent(store::release);
        assertTrue(writing.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        awaitRole(second, LedgerPort.Role.WRITING);
        assertEquals(MOVED_7, ask(second, transfer("alice", "bob", 7)));
        assertEquals(2, next(heard).number(), "the first one has become a standby");
        assertInstanceOf(Answer.Busy.class, ask(first, transfer("alice", "bob", 7)));
        assertEquals(second.books().head(), first.books().head());
    }

    @Test
    void shouldSayBusyWhileTheStoreIsAwayAndGoOnAfterwards() throws Exception {
        RunningLedger ledger = started();
        store.goAway(true);
        Request early = transfer("alice", "bob", 7);
        CompletableFuture<Answer> waiting = ledger.ask(early).toCompletableFuture();
        awaitRole(ledger, LedgerPort.Role.STORE_AWAY);
        assertInstanceOf(Answer.Busy.class, ask(ledger, transfer("alice", "bob", 7)));
        store.goAway(false);
        awaitRole(ledger, LedgerPort.Role.WRITING);
        Answer told = waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(told.equals(MOVED_7) || told instanceof Answer.Busy, told::toString);
        assertEquals(MOVED_7, ask(ledger, early), "asked again with its id it is done once");
        assertEquals(OptionalLong.of(8), ledger.books().balanceMicros(new AccountId("bob")));
    }

    @Test
    void shouldNotStartOverABlockThatWasAltered() throws InterruptedException {
        RunningLedger ledger = started();
        ask(ledger, transfer("alice", "bob", 7));
        ledger.close();
        BlockRow row = store.rows().getLast();
        store.store.replace(new BlockRow(row.header(), Arrays.copyOf(row.body(), row.body().length - 1)));
        DamagedBlockException fault = assertThrows(DamagedBlockException.class, this::started);
        assertEquals(2, fault.block());
    }

    @Test
    void shouldTellAReaderThatWasAwayWhatItMissed() throws InterruptedException {
        RunningLedger ledger = started();
        List<KeptBlock> heard = new ArrayList<>();
        ledger.listen(heard::add);
        for (int i = 0; i < 5; i++) {
            ask(ledger, transfer("alice", "bob", 7));
        }
        List<KeptBlock> again = new ArrayList<>();
        ledger.retell(2, 5, again::add);
        assertEquals(heard.subList(1, 4), again);
        Recovery.makeSnapshot(store, () -> {});
        ledger.retell(5, 6, again::add);
        assertEquals(heard.subList(1, 5), again);
    }

    private RunningLedger started() throws InterruptedException {
        RunningLedger ledger = new RunningLedger(
                store, InstantSource.system(), Runnable::run, genesis(Map.of("alice", 1_000_000L, "bob", 1L)));
        all.add(ledger);
        ledger.start();
        return ledger;
    }

    private static List<Request> genesis(Map<String, Long> balances) {
        return List.of(new Request(
                OperationId.of(0, 1, 1),
                new Operation.Genesis(new TreeMap<>(balances), Parameters.DEFAULTS, Economy.DEFAULT_INFLATION_PPB)));
    }

    private Request transfer(String from, String to, long micros) {
        return new Request(OperationId.of(0, ids++, 0), new Operation.Transfer(from, to, micros));
    }

    private static Answer ask(LedgerPort ledger, Request request) {
        return ledger.ask(request)
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static KeptBlock next(BlockingQueue<KeptBlock> heard) throws InterruptedException {
        KeptBlock block = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (block == null) {
            throw new AssertionError("no block is heard of");
        }
        return block;
    }

    /** Roles come by themselves; nothing is told of them but by asking. */
    private static void awaitRole(LedgerPort ledger, LedgerPort.Role role) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (ledger.role() != role) {
            assertTrue(System.nanoTime() < until, () -> "it is " + ledger.role());
            Thread.onSpinWait();
        }
    }

    /** The time of the last block is not known again before the next one. */
    private static BooksHead withTimeOf(RunningLedger ledger, BooksHead head) {
        return new BooksHead(
                head.blocks(),
                head.hash(),
                ledger.books().head().timeMillis(),
                head.totals(),
                head.parameters(),
                head.seats(),
                head.accountsMicros(),
                head.grantsEscrowMicros());
    }
}
