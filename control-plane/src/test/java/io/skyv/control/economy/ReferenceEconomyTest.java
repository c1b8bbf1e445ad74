package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two books by two hands: what is fast must come to what is written down plainly. */
class ReferenceEconomyTest {
    private static final int SEEDS = 300;
    private static final int SEEDS_TO_FIND_A_BUG = 1_000;
    private static final int OPERATIONS = 300;
    /** Before it, everything is asked of an empty network. */
    private static final int GENESIS_AT = 4;

    @Test
    void shouldDoAsTheGoldenCasesSayInThePlainBooksToo() {
        Vector.files().forEach(file -> {
            Vector vector = Vector.read(file);
            ReferenceEconomy plain = new ReferenceEconomy(vector.parameters(), vector.inflationPpb());
            for (VectorStep step : vector.steps()) {
                step.operation()
                        .ifPresent(operation -> assertEquals(
                                step.error(),
                                plain.apply(operation),
                                () -> step.fault("error").getMessage()));
                assertEquals(
                        List.of(),
                        step.differences(plain.standing()),
                        () -> step.fault("expect").getMessage());
            }
        });
    }

    @Test
    void shouldComeToTheSameAsThePlainBooksWhateverIsAsked() {
        Set<String> seen = new TreeSet<>();
        Seeds.forAll(SEEDS, seed -> compare(seed, ReferenceEconomy.Bug.NONE, seen));
        assertEverythingHappened(seen);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldTellPlainBooksWithABugFromTheRightOnes(ReferenceEconomy.Bug bug) {
        for (long seed = 1; seed <= SEEDS_TO_FIND_A_BUG; seed++) {
            long one = seed;
            try {
                compare(one, bug, new TreeSet<>());
            } catch (AssertionError | ArithmeticException found) {
                return;
            }
        }
        fail(bug + " is not found with " + SEEDS_TO_FIND_A_BUG + " seeds");
    }

    private static void compare(long seed, ReferenceEconomy.Bug bug, Set<String> seen) {
        RandomEconomy random = new RandomEconomy(seed);
        Economics economy = Economics.fast(random.parameters, random.inflationPpb);
        Economics plain = new ReferenceEconomy(random.parameters, random.inflationPpb, bug);
        for (int i = 1; i <= OPERATIONS; i++) {
            Operation operation = i == GENESIS_AT ? random.genesis() : random.next(economy.standing());
            String which = i + ": " + operation;
            String code = economy.apply(operation);
            seen.add(operation.getClass().getSimpleName() + " " + code);
            assertEquals(plain.apply(operation), code, which);
            assertEquals(plain.standing(), economy.standing(), which);
        }
    }

    /** Each operation was applied, and each refusal was met. */
    private static void assertEverythingHappened(Set<String> seen) {
        if (Long.getLong("skyv.seed") != null) {
            return;
        }
        for (Class<?> kind : Operation.class.getPermittedSubclasses()) {
            assertTrue(seen.contains(kind.getSimpleName() + " "), () -> kind + " was never applied: " + seen);
        }
        for (Refusal refusal : Refusal.values()) {
            assertTrue(
                    seen.stream().anyMatch(one -> one.endsWith(" " + refusal.code())),
                    () -> refusal + " was never met: " + seen);
        }
    }
}
