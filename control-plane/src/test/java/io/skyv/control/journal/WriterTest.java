package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriterTest {
    private static final Operation GENESIS = new Operation.Genesis(
            new TreeMap<>(Map.of("alice", 1_000_000L, "bob", 1L)), Parameters.DEFAULTS, Economy.DEFAULT_INFLATION_PPB);

    private final FakeBlockStore store = new FakeBlockStore();
    private final Chain chain = new Chain();
    private final Writer writer =
            Writer.takeOver(store, chain, store.lease(), _ -> {}).orElseThrow();
    private final List<Answer> answers = new ArrayList<>();

    @Test
    void shouldTellNothingBeforeItsBlockIsKept() {
        ask(id(0, 1), GENESIS);
        assertEquals(List.of(), answers);
        assertEquals(Writer.Step.TOLD, writer.step(5));
        assertInstanceOf(Answer.Done.class, answers.getFirst());
        assertEquals(1, store.rows().size());
    }

    @Test
    void shouldTryTheSameBlockAgainWhenTheStoreDoesNotAnswer() {
        FakeBlockStore rough = new FakeBlockStore(new Random(3), FakeBlockStore.Bug.NONE);
        rough.faulty = false;
        Writer unlucky =
                Writer.takeOver(rough, new Chain(), rough.lease(), _ -> {}).orElseThrow();
        unlucky.ask(new Request(id(0, 1), GENESIS), answers::add);
        rough.faulty = true;
        Writer.Step step = unlucky.step(5);
        int failures = 0;
        while (step == Writer.Step.UNAVAILABLE) {
            assertEquals(List.of(), answers);
            failures++;
            step = unlucky.step(6 + failures);
        }
        assertEquals(Writer.Step.TOLD, step);
        assertEquals(5, rough.rows().getFirst().header().timeMillis(), "the block as it was sealed at first");
    }

    @Test
    void shouldMakeOneBlockOfWhatHasGathered() {
        for (int i = 0; i < Chain.MAX_ENTRIES + 1; i++) {
            ask(id(0, i), i == 0 ? GENESIS : new Operation.Transfer("alice", "bob", 1));
        }
        writer.step(5);
        assertEquals(Chain.MAX_ENTRIES, answers.size());
        writer.step(6);
        assertEquals(
                List.of(1_000L, 1L),
                store.rows().stream().map(row -> row.header().entries()).toList());
    }

    @Test
    void shouldTakeNoMoreOfARoundThanItCanRememberUntilTheNextOneStarts() {
        FakeBlockStore small = new FakeBlockStore();
        Chain forgetful = new Chain();
        forgetful.takeAtMost(2);
        Writer full = Writer.takeOver(small, forgetful, small.lease(), _ -> {}).orElseThrow();
        Operation transfer = new Operation.Transfer("alice", "bob", 7);
        full.ask(new Request(id(0, 1), GENESIS), answers::add);
        full.ask(new Request(id(0, 2), transfer), answers::add);
        full.ask(new Request(id(0, 3), transfer), answers::add);
        full.ask(new Request(id(0, 2), transfer), answers::add);
        full.ask(new Request(id(0, 4), new Operation.Online("box", 0, 9, false)), answers::add);
        full.ask(new Request(id(0, 5), new Operation.StartRound("0".repeat(64))), answers::add);
        full.step(5);
        assertInstanceOf(Answer.Busy.class, answers.get(2));
        assertEquals(answers.get(1), answers.get(3), "one that was done is still known");
        assertInstanceOf(Answer.Done.class, answers.get(4), "a round can be ended");
        assertInstanceOf(Answer.Done.class, answers.get(5), "and the next one started");
        full.ask(new Request(id(0, 3), transfer), answers::add);
        full.ask(new Request(id(1, 3), transfer), answers::add);
        full.step(6);
        assertInstanceOf(Answer.Busy.class, answers.get(6), "an id of the round that is full");
        assertInstanceOf(Answer.Done.class, answers.get(7));
        assertEquals(
                forgetful.stateHash(),
                Recovery.newest(small, Ahead.NOTHING).stateHash(),
                "whoever follows has no bound");
    }

    @Test
    void shouldEndABlockWithTheStartOfARound() {
        ask(id(0, 1), GENESIS);
        ask(id(0, 2), new Operation.StartRound("0".repeat(64)));
        ask(id(0, 3), new Operation.Transfer("alice", "bob", 7));
        writer.step(5);
        assertEquals(2, answers.size());
        writer.step(6);
        assertEquals(
                List.of(2L, 1L),
                store.rows().stream().map(row -> row.header().entries()).toList());
    }

    @Test
    void shouldDoTheSameOnceHoweverOftenItIsAsked() {
        ask(id(0, 1), GENESIS);
        ask(id(0, 2), new Operation.Transfer("alice", "bob", 7));
        ask(id(0, 2), new Operation.Transfer("alice", "bob", 7));
        writer.step(5);
        ask(id(0, 2), new Operation.Transfer("alice", "bob", 7));
        writer.step(6);
        assertEquals(1, store.rows().size());
        assertEquals(999_993, chain.economy().balanceMicros("alice"));
        assertEquals(answers.get(1), answers.get(3));
    }

    @Test
    void shouldRefuseAnIdThatWasAnotherOperations() {
        ask(id(0, 1), GENESIS);
        ask(id(0, 1), new Operation.Transfer("alice", "bob", 7));
        writer.step(5);
        assertEquals(new Answer.IdReused(), answers.get(1));
        assertEquals(1_000_000, chain.economy().balanceMicros("alice"));
    }

    @Test
    void shouldForgetIdsOfOldRoundsAndTakeNoneOfThemAgain() {
        ask(id(0, 1), GENESIS);
        ask(id(0, 2), new Operation.Transfer("alice", "bob", 7));
        for (int round = 0; round < 3; round++) {
            ask(id(round, 9), new Operation.StartRound("0".repeat(64)));
        }
        ask(id(0, 2), new Operation.Transfer("alice", "bob", 7));
        ask(id(5, 3), new Operation.Transfer("alice", "bob", 7));
        ask(id(4, 4), new Operation.Transfer("alice", "bob", 7));
        while (writer.step(5) == Writer.Step.TOLD) {
            // until all is told
        }
        assertEquals(List.of(new Answer.StaleId(3), new Answer.StaleId(3)), answers.subList(5, 7));
        assertEquals(new Answer.Done(new Outcome.Applied(7, 0, 0, 0)), answers.get(7));
    }

    @Test
    void shouldSayBusyWhenTheQueueIsFullAndLoseNothing() {
        for (int i = 0; i <= Writer.MAX_WAITING; i++) {
            ask(id(0, i), i == 0 ? GENESIS : new Operation.Transfer("alice", "bob", 1));
        }
        assertEquals(1, answers.size());
        assertInstanceOf(Answer.Busy.class, answers.getFirst());
        while (writer.step(5) == Writer.Step.TOLD) {
            // until all is told
        }
        assertEquals(Writer.MAX_WAITING + 1, answers.size());
    }

    @Test
    void shouldStopWhenAnotherTookTheLeaseAndTellNothingDone() {
        ask(id(0, 1), GENESIS);
        Writer other =
                Writer.takeOver(store, new Chain(), store.lease(), _ -> {}).orElseThrow();
        assertEquals(Writer.Step.STOPPED, writer.step(5));
        assertInstanceOf(Answer.Busy.class, answers.getFirst());
        assertEquals(List.of(), store.rows());
        other.ask(new Request(id(0, 1), GENESIS), answers::add);
        assertEquals(Writer.Step.TOLD, other.step(6));
        assertEquals(2, store.rows().getFirst().header().generation());
        ask(id(0, 2), GENESIS);
        assertInstanceOf(Answer.Busy.class, answers.get(2));
    }

    @Test
    void shouldTakeOverWhenTheWriterIsSilent() {
        ask(id(0, 1), GENESIS);
        writer.step(5);
        Chain followed = new Chain();
        Standby standby = new Standby(store, followed, _ -> {});
        store.pass(Standby.SILENCE_MILLIS - 1);
        assertTrue(standby.step().isEmpty());
        assertEquals(chain.stateHash(), followed.stateHash(), "it follows block by block");
        assertEquals(Writer.Step.IDLE, writer.step(6), "a writer with nothing to do is heard too");
        store.pass(1);
        assertTrue(standby.step().isEmpty());
        store.pass(Standby.SILENCE_MILLIS);
        assertEquals(2, standby.step().orElseThrow().generation());
    }

    @Test
    void shouldKnowAWriterThatIsHeardAnew() {
        Standby standby = new Standby(store, new Chain(), _ -> {});
        store.pass(Standby.SILENCE_MILLIS / 2);
        standby.step();
        assertFalse(standby.knowsAWriter(), "it may have died before");
        writer.step(5);
        store.pass(Standby.SILENCE_MILLIS / 2);
        standby.step();
        assertTrue(standby.knowsAWriter());
    }

    private static OperationId id(long round, int number) {
        return OperationId.of(round, number, 0);
    }

    private void ask(OperationId id, Operation operation) {
        writer.ask(new Request(id, operation), answers::add);
    }
}
