package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.skyv.proto.merkle.MerkleTree;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The state machine alone, without journal: profile {@code bench}. */
class EconomyBench {
    private static final int OPERATIONS = 1_000_000;
    private static final int RUNS = 5;
    private static final int MANY = 1_000_000;
    private static final int TRANSCODERS = 1_000;

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
        economy.apply(new Operation.Genesis(balances(), Parameters.DEFAULTS, Economy.DEFAULT_INFLATION_PPB));
        long accounts = usedBytes();
        print("heap of an account", "", (accounts - empty) / (double) MANY, " B");
        for (int i = 0; i < TRANSCODERS; i++) {
            economy.apply(new Operation.Register(account(i), 1, 100_000, 500_000));
        }
        for (int i = 0; i < MANY; i++) {
            economy.apply(new Operation.Bond(account(i), account(i % TRANSCODERS), 1_000_000 + i));
        }
        start(economy, "round 1: 1,000,000 bonds enter their pools");
        long positions = usedBytes();
        print("heap of a position", "", (positions - accounts) / (double) MANY, " B");
        for (int i = 0; i < MANY; i++) {
            economy.apply(grant(i));
        }
        long grants = usedBytes();
        print("heap of a grant and its box", "", (grants - positions) / (double) MANY, " B");
        for (int i = 0; i < MANY; i++) {
            String box = box(i);
            economy.apply(new Operation.Receipt(String.format("%032x", i), 65_536L * (1 + i % 90), 1, Digest.ZERO));
            economy.apply(new Operation.AssignBox(box, account(i)));
            economy.apply(new Operation.BondBox(account(i), box, 1_000_000));
            economy.apply(new Operation.Online(box, 10_000 + i, 86_400, true));
            economy.apply(new Operation.Cosigned(box, 144 - i % 10, 144));
            economy.apply(new Operation.Bond(account(i), account(i * 7 % TRANSCODERS), 1_000_000));
        }
        for (int i = 0; i < TRANSCODERS; i++) {
            economy.apply(new Operation.Availability(account(i))); // those without a seat are refused
        }
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

    private static Operation grant(int number) {
        return new Operation.OpenGrant(
                String.format("%032x", number),
                account(number),
                box(number),
                1L << 32,
                1_000_001,
                1,
                true,
                65_536,
                65_536,
                Digest.ZERO);
    }

    private static TreeMap<String, Long> balances() {
        TreeMap<String, Long> balances = new TreeMap<>();
        for (int i = 0; i < MANY; i++) {
            balances.put(account(i), 100_000_000L);
        }
        return balances;
    }

    private static String account(int number) {
        return "account-" + number;
    }

    private static String box(int number) {
        return "box-" + Integer.toHexString(number * 0x9E3779B9);
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
