package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code -Dskyv.seeds} tries more than {@code verify} does, {@code -Dskyv.seed} only one. */
class JournalSimulationTest {
    private static final int SEEDS = 2_000;
    private static final int SEEDS_TO_FIND_A_BUG = 500;

    @Test
    void shouldLoseNothingAndDoNothingTwice() {
        Long only = Long.getLong("skyv.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? Long.getLong("skyv.seeds", SEEDS) : only;
        long told = 0;
        for (long seed = first; seed <= last; seed++) {
            try {
                told += run(seed, FakeBlockStore.Bug.NONE, JournalSimulation.NodeBug.NONE);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dskyv.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        assertTrue(told > 10 * (last - first + 1), "only " + told + " were told that something is done");
    }

    @Test
    void shouldDoTheSameAgainWithTheSameSeed() {
        for (long seed = 1; seed <= 20; seed++) {
            assertEquals(
                    run(seed, FakeBlockStore.Bug.NONE, JournalSimulation.NodeBug.NONE),
                    run(seed, FakeBlockStore.Bug.NONE, JournalSimulation.NodeBug.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFindAMistakeOfTheStore(FakeBlockStore.Bug bug) {
        assertFound(bug, JournalSimulation.NodeBug.NONE);
    }

    @Test
    void shouldFindAWriterThatForgetsWhatWasDone() {
        assertFound(FakeBlockStore.Bug.NONE, JournalSimulation.NodeBug.FORGETS_OUTCOMES);
    }

    private static void assertFound(FakeBlockStore.Bug storeBug, JournalSimulation.NodeBug nodeBug) {
        for (long seed = 1; seed <= SEEDS_TO_FIND_A_BUG; seed++) {
            try {
                run(seed, storeBug, nodeBug);
            } catch (AssertionError | RuntimeException found) {
                return;
            }
        }
        fail(storeBug + " and " + nodeBug + " are not found with " + SEEDS_TO_FIND_A_BUG + " seeds");
    }

    private static int run(long seed, FakeBlockStore.Bug storeBug, JournalSimulation.NodeBug nodeBug) {
        return new JournalSimulation(seed, storeBug, nodeBug).run();
    }
}
