package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.skyv.proto.merkle.MerkleTree;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The state machine alone, without journal: profile {@code bench}. */
class EconomyBench {
    private static final int OPERATIONS = 1_000_000;
    private static final int RUNS = 5;

    @Test
    void operationsPerSecond() {
        BenchWork work = new BenchWork(1);
        Economy economy = new Economy();
        work.beginning().forEach(economy::apply);
        double best = 0;
        double worst = Double.MAX_VALUE;
        int refused = 0;
        for (int run = 0; run <= RUNS; run++) {
            List<Operation> operations = work.operations(OPERATIONS);
            System.gc();
            long begin = System.nanoTime();
            for (Operation operation : operations) {
                refused += economy.apply(operation) instanceof Outcome.Refused ? 1 : 0;
            }
            double perSecond = OPERATIONS / seconds(begin);
            best = run == 0 ? 0 : Math.max(best, perSecond); // the first warms up
            worst = run == 0 ? worst : Math.min(worst, perSecond);
        }
        print("operations applied, 60/20/10/10, 100,000 accounts", "≥ 1,000,000/s", worst, best, "/s");
        print("of which refused", "", 100.0 * refused / OPERATIONS / (RUNS + 1), "%");
    }

    @Test
    void replayPerSecond() throws MalformedException {
        BenchWork work = new BenchWork(2);
        Economy first = new Economy();
        Economy again = new Economy();
        work.beginning().forEach(operation -> assertEquals(first.apply(operation), again.apply(operation)));
        double best = 0;
        double worst = Double.MAX_VALUE;
        for (int run = 0; run <= RUNS; run++) {
            List<byte[]> journal = new ArrayList<>(2 * OPERATIONS);
            for (Operation operation : work.operations(OPERATIONS)) {
                journal.add(OperationCodec.encode(operation));
                journal.add(OutcomeCodec.encode(first.apply(operation)));
            }
            System.gc();
            long begin = System.nanoTime();
            Digest last = Digest.ZERO;
            for (int i = 0; i < journal.size(); i += 2) {
                Outcome outcome = again.apply(OperationCodec.decode(journal.get(i)));
                if (!outcome.equals(OutcomeCodec.decode(journal.get(i + 1)))) {
                    throw new AssertionError("another outcome at " + i / 2);
                }
                last = MerkleTree.leafHash(journal.get(i));
            }
            assertEquals(MerkleTree.leafHash(journal.get(journal.size() - 2)), last);
            double perSecond = OPERATIONS / seconds(begin);
            best = run == 0 ? 0 : Math.max(best, perSecond);
            worst = run == 0 ? worst : Math.min(worst, perSecond);
        }
        assertEquals(first.stateHash(), again.stateHash());
        print("replayed: decoded, leaf hashed, applied, outcome compared", "≥ 500,000/s", worst, best, "/s");
    }

    @Test
    void startOfARoundWithAMillionOfEach() {
        Economy economy = new Economy();
        long empty = usedBytes();
        LargeRound.accounts(economy);
        long accounts = usedBytes();
        print("heap of an account", "", (accounts - empty) / (double) LargeRound.MANY, " B");
        LargeRound.bonds(economy);
        start(economy, "round 1: 1,000,000 bonds enter their pools");
        long positions = usedBytes();
        print("heap of a position", "", (positions - accounts) / (double) LargeRound.MANY, " B");
        LargeRound.grants(economy);
        long grants = usedBytes();
        print("heap of a grant and its box", "", (grants - positions) / (double) LargeRound.MANY, " B");
        LargeRound.figures(economy);
        start(economy, "round 2: 1,000,000 boxes paid from three pools, 1,000,000 bonds enter");
        start(economy, "round 3: nothing was waiting");
        long begin = System.nanoTime();
        economy.stateHash();
        print("hash of this state", "", seconds(begin), " s");
    }

    private static void start(Economy economy, String what) {
        System.gc();
        long begin = System.nanoTime();
        assertInstanceOf(Outcome.Applied.class, economy.apply(new Operation.StartRound(Samples.SEED)));
        print(what, "≤ 5 s", seconds(begin), " s");
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void print(String what, String aim, double worst, double best, String unit) {
        System.out.printf(Locale.ROOT, "| %s | %s | %,.0f to %,.0f%s |%n", what, aim, worst, best, unit);
    }

    private static void print(String what, String aim, double value, String unit) {
        System.out.printf(Locale.ROOT, "| %s | %s | %,.2f%s |%n", what, aim, value, unit);
    }
}
