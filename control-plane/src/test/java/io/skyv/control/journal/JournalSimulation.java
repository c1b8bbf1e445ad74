package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Parameters;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writer, standby and recovery against a store that fails, in one thread and from one seed, which brings the same run
 * back. Nodes crash between any two steps, people ask twice, late, in another order and with used ids, clocks jump, and
 * standbys take over from writers that live. At the end the store is well again, and the books must be.
 */
final class JournalSimulation {
    /** A mistake of a node that tests plant, to see that it is found. */
    enum NodeBug {
        NONE,
        /** Who takes over does not know what was done before. */
        FORGETS_OUTCOMES
    }

    private static final int NODES = 2;
    private static final int STEPS = 400;
    private static final int STEPS_TO_HEAL = 200;
    private static final String[] ACCOUNTS = {"alice", "bob", "carol", "dave"};

    private final Random random;
    private final FakeBlockStore store;
    private final NodeBug bug;
    private final Node[] nodes = new Node[NODES];
    private final List<Request> asked = new ArrayList<>();
    private final Map<OperationId, Told> told = new HashMap<>();
    private long clockMillis = 1_000_000;
    private int ids;

    private record Told(Operation operation, Outcome outcome) {}

    /** One process: down, following, or writing. */
    private static final class Node {
        @Nullable
        Standby standby;

        @Nullable
        Writer writer;
    }

    JournalSimulation(long seed, FakeBlockStore.Bug storeBug, NodeBug bug) {
        this.random = new Random(seed);
        this.store = new FakeBlockStore(random, storeBug);
        this.bug = bug;
        for (int i = 0; i < NODES; i++) {
            nodes[i] = new Node();
        }
        asked.add(new Request(id(), genesis()));
    }

    /** @return how many were told that their operation is done */
    int run() {
        for (int i = 0; i < STEPS; i++) {
            anything();
        }
        store.heal();
        for (int i = 0; i < STEPS_TO_HEAL; i++) {
            work(nodes[i % NODES]);
            store.pass(100);
        }
        check();
        return told.size();
    }

    private void anything() {
        Node node = nodes[random.nextInt(NODES)];
        switch (random.nextInt(16)) {
            case 0 -> crash(node);
            case 1 -> takeOver(node);
            case 2 -> clockMillis = Math.max(0, clockMillis + random.nextLong(7_200_000) - 3_600_000);
            case 3 -> snapshot(node);
            case 4 -> store.pass(random.nextInt(5_000));
            case 5, 6, 7, 8 -> ask(node);
            default -> {
                work(node);
                store.pass(random.nextInt(200));
            }
        }
        clockMillis += 10;
    }

    private static void crash(Node node) {
        node.standby = null;
        node.writer = null;
    }

    private void work(Node node) {
        if (node.writer != null) {
            if (node.writer.step(clockMillis) == Writer.Step.STOPPED) {
                crash(node);
            }
        } else if (node.standby != null) {
            node.standby.step().ifPresent(writer -> begin(node, writer));
        } else {
            start(node);
        }
    }

    private void start(Node node) {
        try {
            Chain chain =
                    random.nextInt(3) == 0 ? Recovery.fromTheBeginning(store) : Recovery.newest(store, Ahead.NOTHING);
            node.standby = new Standby(store, bug == NodeBug.FORGETS_OUTCOMES ? forgetful(chain) : chain, _ -> {});
        } catch (StoreUnavailableException e) {
            // tried again when this node is next
        }
    }

    /** Somebody takes the lease from whoever has it, though that one may live, for this one to take. */
    private void takeOver(Node node) {
        if (node.standby != null) {
            try {
                Optional<Long> taken = store.take(store.lease().generation());
                taken.ifPresent(store::release);
            } catch (StoreUnavailableException e) {
                // it may be nobody's then, which is as good
            }
            node.standby.step().ifPresent(writer -> begin(node, writer));
        }
    }

    private static void begin(Node node, Writer writer) {
        node.standby = null;
        node.writer = writer;
    }

    private void snapshot(Node node) {
        try {
            if (node.standby != null || node.writer != null) {
                Recovery.makeSnapshot(store, () -> {});
            }
        } catch (StoreUnavailableException e) {
            // the next one will do
        }
    }

    /** Something new, something asked before, or something new with a used id. */
    private void ask(Node node) {
        Writer writer = node.writer;
        if (writer == null) {
            return;
        }
        int times = 1 + random.nextInt(5);
        for (int i = 0; i < times; i++) {
            Request request = switch (random.nextInt(8)) {
                case 0, 1, 2 -> asked.get(random.nextInt(asked.size()));
                case 3 -> new Request(asked.get(random.nextInt(asked.size())).id(), operation());
                default -> new Request(id(), operation());
            };
            if (asked.stream().noneMatch(known -> known.id().equals(request.id()))) {
                asked.add(request);
            }
            writer.ask(request, answer -> hear(request, answer));
        }
    }

    private void hear(Request request, Answer answer) {
        if (answer instanceof Answer.Done done) {
            Told now = new Told(request.operation(), done.outcome());
            Told before = told.putIfAbsent(request.id(), now);
            assertTrue(
                    before == null || before.equals(now), () -> request.id() + " was told " + before + ", now " + now);
        }
    }

    private void check() {
        Chain replayed = Recovery.fromTheBeginning(store);
        assertEquals(
                replayed.stateHash(),
                Recovery.newest(store, Ahead.NOTHING).stateHash(),
                "replayed, and from the snapshot");
        Map<OperationId, Told> kept = new HashMap<>();
        for (BlockRow row : store.rows()) {
            for (Entry entry : entries(row)) {
                Told before = kept.put(entry.id(), new Told(entry.operation(), entry.outcome()));
                assertTrue(before == null, () -> entry.id() + " was done twice");
            }
        }
        told.forEach((id, one) -> assertEquals(one, kept.get(id), "what was told of " + id + ", and what is kept"));
        checkItGoesOn();
    }

    /** With a store that is well somebody writes, and what is asked is done. */
    private void checkItGoesOn() {
        Writer writer = null;
        for (Node node : nodes) {
            writer = node.writer != null && node.writer.step(clockMillis) != Writer.Step.STOPPED ? node.writer : writer;
        }
        assertTrue(writer != null, "nobody writes");
        Request last = new Request(
                OperationId.of(Recovery.newest(store, Ahead.NOTHING).economy().round(), -1, -1), genesis());
        List<Answer> answers = new ArrayList<>();
        writer.ask(last, answers::add);
        writer.step(clockMillis);
        assertTrue(answers.size() == 1 && answers.getFirst() instanceof Answer.Done, () -> "told " + answers);
    }

    private static List<Entry> entries(BlockRow row) {
        try {
            return row.entries();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** The same chain without what it remembers. */
    private static Chain forgetful(Chain chain) {
        List<byte[]> records = new ArrayList<>();
        chain.writeSnapshot(records::add);
        try {
            CanonicalReader in = new CanonicalReader(Chain.SNAPSHOT_DOMAIN, records.getFirst());
            CanonicalWriter head = new CanonicalWriter(Chain.SNAPSHOT_DOMAIN)
                    .u64(in.u64())
                    .digest(in.digest())
                    .u64(in.u64());
            int count = (int) in.u64();
            records.set(0, head.u64(0).toBytes());
            records.subList(1, 1 + count).clear();
            return Chain.readSnapshot(records.iterator());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private OperationId id() {
        long round = Optional.ofNullable(asked.isEmpty() ? null : asked.getLast())
                .map(last -> last.id().round())
                .orElse(0L);
        // an asker learns of a new round sooner or later, or jumps to one that has not begun
        return OperationId.of(Math.max(0, round + (random.nextInt(12) == 0 ? random.nextInt(4) - 1 : 0)), ++ids, 7);
    }

    private static Operation genesis() {
        TreeMap<String, Long> balances = new TreeMap<>();
        for (String account : ACCOUNTS) {
            balances.put(account, 1_000_000_000L);
        }
        return new Operation.Genesis(balances, Parameters.DEFAULTS, Economy.DEFAULT_INFLATION_PPB);
    }

    private Operation operation() {
        return switch (random.nextInt(10)) {
            case 0 -> new Operation.StartRound(String.format("%064x", random.nextInt(1_000)));
            case 1 -> new Operation.Register(account(), 1, random.nextInt(1_000_000), 0);
            case 2 -> new Operation.Bond(account(), account(), 1_000_000 + random.nextInt(1_000));
            case 3 ->
                new Operation.OpenGrant(
                        "g" + random.nextInt(9), account(), "box", 1L << 30, 1_000_001, 99, true, 0, 0, Digest.ZERO);
            case 4 -> new Operation.Receipt("g" + random.nextInt(9), random.nextInt(1 << 30), 0, Digest.ZERO);
            default -> new Operation.Transfer(account(), account(), 1 + random.nextInt(1_000));
        };
    }

    private String account() {
        return ACCOUNTS[random.nextInt(ACCOUNTS.length)];
    }
}
