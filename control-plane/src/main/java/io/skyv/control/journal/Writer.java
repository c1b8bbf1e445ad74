package io.skyv.control.journal;

import io.skyv.control.economy.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one who writes while it holds the lease: each step makes a block of what has gathered, has it kept, and only then
 * tells the outcomes. When the store does not answer, the same block is tried again at the next step, since it may be
 * there already; when the lease is lost, nothing that was not kept is told, and it stops for good. It has no thread: a
 * runner calls {@link #step}; {@link #ask} may be called by anybody at any time.
 */
public final class Writer {
    /** Operations that wait; one more is told "busy". */
    public static final int MAX_WAITING = 10_000;

    private static final String FULL = "the ledger has " + MAX_WAITING + " operations to do first; ask again later";
    private static final String STOPPED = "another one writes the ledger now; ask again there, with the same id";

    private final BlockStore store;
    private final Chain chain;
    private final long generation;
    private final Consumer<KeptBlock> listener;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private boolean stopped;
    private @Nullable Unkept unkept;

    /** How a step ended. */
    public enum Step {
        /** There was nothing to do. */
        IDLE,
        /** Something was kept and told. */
        TOLD,
        /** The store did not answer; the next step tries the same again. */
        UNAVAILABLE,
        /** The lease is another's. */
        STOPPED
    }

    private record Waiting(Request request, Consumer<Answer> teller) {}

    private record Unkept(BlockRow row, KeptBlock kept, List<Waiting> asked, List<Answer> answers) {}

    private Writer(BlockStore store, Chain chain, long generation, Consumer<KeptBlock> listener) {
        this.store = store;
        this.chain = chain;
        this.generation = generation;
        this.listener = listener;
    }

    /**
     * Takes the lease from whoever had {@code seen}, then accepts all blocks that were kept before.
     *
     * @param chain is the writer's from now on
     * @param listener is told of each block once it is kept, before those that asked are; by {@link #step}
     * @return nothing if somebody else took it first
     * @throws StoreUnavailableException to be tried again, with a new look at the lease
     */
    public static Optional<Writer> takeOver(
            BlockStore store, Chain chain, BlockStore.Lease seen, Consumer<KeptBlock> listener) {
        Optional<Long> taken = store.take(seen.generation());
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        Recovery.follow(store, chain, listener);
        return Optional.of(new Writer(store, chain, taken.get(), listener));
    }

    /**
     * Hands an operation in. Never waits.
     *
     * @param teller is told once: by a step when the block is kept, or at once if it is not taken
     */
    public void ask(Request request, Consumer<Answer> teller) {
        String refused;
        synchronized (queue) {
            refused = stopped ? STOPPED : queue.size() >= MAX_WAITING ? FULL : "";
            if (refused.isEmpty()) {
                queue.add(new Waiting(request, teller));
            }
        }
        if (!refused.isEmpty()) {
            teller.accept(new Answer.Busy(refused));
        }
    }

    /** @param timeMillis Unix time for the block; nothing is reckoned with it, so it may jump */
    public Step step(long timeMillis) {
        if (isStopped()) {
            return Step.STOPPED;
        }
        if (unkept == null) {
            List<Waiting> asked = gather();
            if (asked.isEmpty()) {
                return renew();
            }
            Chain.Sealed sealed =
                    chain.seal(asked.stream().map(Waiting::request).toList(), timeMillis, generation);
            if (sealed.row().isEmpty()) {
                // all of it was in kept blocks before, or is in none
                tell(asked, sealed.answers());
                return Step.TOLD;
            }
            BlockRow row = sealed.row().get();
            KeptBlock kept = new KeptBlock(row.header(), chain.hash(), sealed.entries(), chain.takeChanges());
            unkept = new Unkept(row, kept, asked, sealed.answers());
        }
        return keep(unkept);
    }

    private Step keep(Unkept block) {
        try {
            switch (store.append(block.row)) {
                case KEPT -> {
                    unkept = null;
                    listener.accept(block.kept);
                    tell(block.asked, block.answers);
                    return Step.TOLD;
                }
                case LEASE_LOST -> {
                    return stop();
                }
            }
        } catch (StoreUnavailableException e) {
            return Step.UNAVAILABLE;
        }
        throw new AssertionError("an append is kept or not");
    }

    private Step renew() {
        try {
            return store.renew(generation) ? Step.IDLE : stop();
        } catch (StoreUnavailableException e) {
            return Step.UNAVAILABLE;
        }
    }

    private Step stop() {
        List<Waiting> left = new ArrayList<>();
        synchronized (queue) {
            stopped = true;
            left.addAll(queue);
            queue.clear();
        }
        Unkept block = unkept;
        if (block != null) {
            left.addAll(0, block.asked);
            unkept = null;
        }
        left.forEach(waiting -> waiting.teller.accept(new Answer.Busy(STOPPED)));
        return Step.STOPPED;
    }

    private List<Waiting> gather() {
        List<Waiting> asked = new ArrayList<>();
        synchronized (queue) {
            while (asked.size() < Chain.MAX_ENTRIES && !queue.isEmpty()) {
                Waiting next = queue.poll();
                asked.add(next);
                if (next.request.operation() instanceof Operation.StartRound) {
                    break; // what the block changed is what the round begins with
                }
            }
        }
        return asked;
    }

    private static void tell(List<Waiting> asked, List<Answer> answers) {
        for (int i = 0; i < asked.size(); i++) {
            asked.get(i).teller.accept(answers.get(i));
        }
    }

    /** Operations that wait now. */
    public int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /** Tells all that wait, but not those of the block at hand, to ask again later. */
    public void refuseWaiting(String why) {
        List<Waiting> refused;
        synchronized (queue) {
            refused = List.copyOf(queue);
            queue.clear();
        }
        refused.forEach(waiting -> waiting.teller.accept(new Answer.Busy(why)));
    }

    /** Stops for good: who waits is told to ask again, since it cannot be said whether the block at hand was kept. */
    public void close() {
        if (!isStopped()) {
            stop();
            try {
                store.release(generation);
            } catch (StoreUnavailableException e) {
                // then its silence tells
            }
        }
    }

    public boolean isStopped() {
        synchronized (queue) {
            return stopped;
        }
    }

    public long generation() {
        return generation;
    }
}
