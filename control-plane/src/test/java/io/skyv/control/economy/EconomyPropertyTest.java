package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds whatever is asked; {@code -Dskyv.seeds=10000} tries more. */
class EconomyPropertyTest {
    private static final int SEEDS = 400;
    private static final int OPERATIONS = 400;
    private static final int SNAPSHOT_EACH = 50;

    @Test
    void shouldHoldAllMoneyAndNothingNegative() {
        Seeds.forAll(SEEDS, seed -> {
            RandomEconomy random = new RandomEconomy(seed);
            Economy economy = new Economy(random.parameters, random.inflationPpb);
            economy.apply(random.genesis());
            Recount.check(economy.state());
            for (int i = 0; i < OPERATIONS; i++) {
                long supply = economy.supplyMicros();
                Outcome outcome = economy.apply(random.next(economy.standing()));
                Recount.check(economy.state());
                assertEquals(supply + change(outcome), economy.supplyMicros(), "minted and burned are the change");
            }
        });
    }

    private static long change(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> applied.mintedMicros() - applied.burnedMicros();
            case Outcome.Refused _ -> 0;
        };
    }

    @Test
    void shouldChangeNothingWhenItRefuses() {
        Seeds.forAll(SEEDS / 4, seed -> {
            RandomEconomy random = new RandomEconomy(seed);
            Economy economy = new Economy(random.parameters, random.inflationPpb);
            economy.apply(random.genesis());
            for (int i = 0; i < OPERATIONS; i++) {
                Operation operation = random.next(economy.standing());
                List<byte[]> before = snapshot(economy);
                if (economy.apply(operation) instanceof Outcome.Refused) {
                    assertSame(before, snapshot(economy), operation.toString());
                }
            }
        });
    }

    /** Encoded, decoded, applied by another, and gone on with from a snapshot: always the same. */
    @Test
    void shouldComeToTheSameFromTheSameBytes() {
        Seeds.forAll(SEEDS / 2, seed -> {
            RandomEconomy random = new RandomEconomy(seed);
            Economy economy = new Economy();
            Economy replayed = new Economy();
            for (int i = 0; i < OPERATIONS; i++) {
                Operation operation = i == 0 ? random.genesis() : random.next(economy.standing());
                Outcome outcome = economy.apply(operation);
                Operation again = decoded(operation);
                assertEquals(operation, again);
                assertEquals(outcome, replayed.apply(again));
                assertEquals(outcome, decoded(outcome));
                if (i % SNAPSHOT_EACH == 0) {
                    replayed = restored(replayed);
                    assertEquals(economy.stateHash(), replayed.stateHash());
                    Recount.check(replayed.state());
                }
            }
            assertSame(snapshot(economy), snapshot(replayed), "at the end");
            assertEquals(economy.standing(), replayed.standing());
        });
    }

    @Test
    void shouldTellStatesApart() {
        RandomEconomy random = new RandomEconomy(1);
        Economy economy = new Economy();
        Economy other = new Economy();
        Operation genesis = random.genesis();
        economy.apply(genesis);
        other.apply(genesis);
        assertEquals(economy.stateHash(), other.stateHash());
        other.apply(new Operation.Transfer("a", "b", 1));
        assertFalse(economy.stateHash().equals(other.stateHash()));
    }

    /** What a planted mistake does to the state. */
    enum Mistake {
        MONEY_FROM_NOWHERE(state -> state.money.accounts.get("a").liquidMicros++),
        MONEY_LOST(state -> state.money.accounts.get("b").liquidMicros--),
        NEGATIVE_ACCOUNT(state -> {
            state.money.accounts.get("a").liquidMicros += state.money.accounts.get("b").liquidMicros + 1;
            state.money.accounts.get("b").liquidMicros = -1;
        }),
        STAKE_WITHOUT_SHARES(state -> {
            Pool pool = new Pool("new", state.registrations++);
            pool.stakeMicros = 1;
            state.money.accounts.get("a").liquidMicros--;
            state.pools.put("new", pool);
        }),
        LOST_BOND(state -> state.box("new").bondMicros = 1);

        private final Consumer<State> toState;

        Mistake(Consumer<State> toState) {
            this.toState = toState;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSeeAMistakeWhenItCounts(Mistake mistake) {
        Economy economy = new Economy();
        economy.apply(new RandomEconomy(1).genesis());
        Recount.check(economy.state());
        mistake.toState.accept(economy.state());
        assertThrows(AssertionError.class, () -> Recount.check(economy.state()));
    }

    @Test
    void shouldStopWhenTheRunningSumsAreNotTheSupply() {
        Economy economy = new Economy();
        economy.apply(new RandomEconomy(1).genesis());
        economy.state().money.restore(Place.STAKE, 1);
        BrokenBooksException broken =
                assertThrows(BrokenBooksException.class, () -> economy.apply(new Operation.Transfer("a", "b", 1)));
        assertTrue(String.valueOf(broken.getMessage()).contains("supply"), broken.getMessage());
    }

    private static Operation decoded(Operation operation) {
        try {
            return OperationCodec.decode(OperationCodec.encode(operation));
        } catch (MalformedException e) {
            throw new AssertionError(operation.toString(), e);
        }
    }

    private static Outcome decoded(Outcome outcome) {
        try {
            return OutcomeCodec.decode(OutcomeCodec.encode(outcome));
        } catch (MalformedException e) {
            throw new AssertionError(outcome.toString(), e);
        }
    }

    static Economy restored(Economy economy) {
        try {
            return Economy.readSnapshot(snapshot(economy).iterator());
        } catch (MalformedException e) {
            throw new AssertionError("a snapshot cannot be read", e);
        }
    }

    static List<byte[]> snapshot(Economy economy) {
        List<byte[]> records = new ArrayList<>();
        economy.writeSnapshot(records::add);
        return records;
    }

    private static void assertSame(List<byte[]> one, List<byte[]> other, String what) {
        assertEquals(one.size(), other.size(), what);
        for (int i = 0; i < one.size(); i++) {
            assertArrayEquals(one.get(i), other.get(i), what);
        }
    }
}
