package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.skyv.control.economy.Seeds;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code -Dskyv.seeds} tries more than {@code verify} does, {@code -Dskyv.seed} only one. */
class JournalSimulationTest {
    private static final int SEEDS = 2_000;
    private static final int SEEDS_TO_FIND_A_BUG = 500;

    @Test
    void shouldLoseNothingAndDoNothingTwice() {
        AtomicLong seeds = new AtomicLong();
        AtomicLong told = new AtomicLong();
        Seeds.forAll(SEEDS, seed -> {
            seeds.incrementAndGet();
            told.addAndGet(run(seed, FakeBlockStore.Bug.NONE, JournalSimulation.NodeBug.NONE));
        });
        assertTrue(told.get() > 10 * seeds.get(), "only " + told + " were told that something is done");
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
