package io.skyv.control.ledger;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.Ahead;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.Chain;
import io.skyv.control.journal.DamagedBlockException;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.Recovery;
import io.skyv.control.journal.Request;
import io.skyv.control.journal.Standby;
import io.skyv.control.journal.StoreUnavailableException;
import io.skyv.control.journal.Writer;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ledger as it runs: one thread that comes back from the store, follows it as a standby, and steps the writer once it
 * holds the lease; when the lease is lost it is a standby again. A fault that must not be passed by stops it for good.
 */
public final class RunningLedger implements LedgerPort, AutoCloseable {
    /** How often a standby looks. */
    static final long POLL_MILLIS = 250;
    /** Looks of one that lost the lease before it would take it again: others go first, who may have asked for it. */
    static final int OTHERS_FIRST = (int) (Standby.SILENCE_MILLIS / POLL_MILLIS);
    /** How often a writer with nothing to do is heard: each time is a flush of the database. */
    static final long HEARD_MILLIS = 1_000;
    /** How long the store is left alone after it did not answer. */
    static final long RETRY_MILLIS = 500;

    private static final Ahead AHEAD = new AheadInAThread();
    private static final String STANDBY = "this one is a standby; ask the one that writes, or later";
    private static final String STORE_AWAY = "the ledger's database does not answer; ask again later";
    private static final String STOPPED = "the ledger has stopped; ask again later, with the same id";
    private static final System.Logger LOG = System.getLogger(RunningLedger.class.getName());

    private final BlockStore store;
    private final InstantSource clock;
    private final Answers answers;
    private final List<Request> genesis;
    private final BooksView books = new BooksView();
    private final List<Consumer<KeptBlock>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> whenWriting = new CopyOnWriteArrayList<>();
    private final Semaphore work = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Role> begun = new CompletableFuture<>();
    private final Snapshots snapshots;
    private final Thread thread = Thread.ofPlatform().name("ledger").unstarted(this::run);
    private volatile Role role = Role.STARTING;
    private volatile @Nullable Writer writer;

    /**
     * @param tellers runs what waits for answers, so that nobody holds the ledger up
     * @param genesis the first operations of a ledger that is still empty
     * @throws IllegalArgumentException if the economics would not begin with {@code genesis}
     */
    public RunningLedger(BlockStore store, InstantSource clock, Executor tellers, List<Request> genesis) {
        tryOut(genesis);
        this.store = store;
        this.clock = clock;
        this.answers = new Answers(tellers, thread);
        this.genesis = List.copyOf(genesis);
        this.snapshots = new Snapshots(store);
    }

    /** Before any of it is in the books for good. */
    private static void tryOut(List<Request> genesis) {
        Economy empty = new Economy();
        for (Request request : genesis) {
            if (empty.apply(request.operation()) instanceof Outcome.Refused refused) {
                throw new IllegalArgumentException("the genesis is not acceptable to the ledger: "
                        + refused.refusal().code());
            }
        }
    }

    /**
     * Starts, and waits until the books are back and it either writes or knows that another one does.
     *
     * @throws DamagedBlockException if what is kept is not what was written
     * @throws StoreUnavailableException if the store does not answer
     */
    public Role start() throws InterruptedException {
        thread.start();
        try {
            return begun.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public CompletionStage<Answer> ask(Request request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Writer now = writer;
        switch (role) {
            case WRITING -> {
                if (now == null) {
                    answer.complete(new Answer.Busy(STANDBY));
                } else {
                    now.ask(request, told -> answers.tell(answer, told));
                    work.release();
                }
            }
            case STORE_AWAY -> answer.complete(new Answer.Busy(STORE_AWAY));
            case STARTING, STANDBY -> answer.complete(new Answer.Busy(STANDBY));
            case STOPPED -> answer.complete(new Answer.Busy(STOPPED));
        }
        return answer.minimalCompletionStage();
    }

    @Override
    public BooksView books() {
        return books;
    }

    @Override
    public void listen(Consumer<KeptBlock> listener) {
        listeners.add(listener);
    }

    @Override
    public void whenWriting(Runnable action) {
        whenWriting.add(action);
    }

    @Override
    public void retell(long after, long last, Consumer<KeptBlock> listener) {
        Recovery.retell(store, after, last, listener);
    }

    @Override
    public Role role() {
        return role;
    }

    /** Operations that wait now. */
    public int waiting() {
        Writer now = writer;
        return now == null ? 0 : now.waiting();
    }

    /** Ends, and lets go of the lease: a standby takes over at once. Who waits is told to ask again. */
    @Override
    public void close() {
        closing.countDown();
        work.release();
        try {
            if (thread.isAlive() && thread != Thread.currentThread()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        Chain chain = new Chain();
        try {
            chain = bounded(Recovery.newest(store, AHEAD));
            snapshots.begin(chain);
            books.publish(chain.blocks(), chain.hash(), 0, chain.economy().takeEverything());
            int others = 0;
            while (!isClosing()) {
                Optional<Writer> taken = follow(new Standby(store, chain, this::kept), others);
                if (taken.isPresent() && !isClosing()) {
                    write(taken.get());
                    others = OTHERS_FIRST;
                }
                if (!isClosing()) {
                    chain = again();
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "the ledger was interrupted and stops");
        } catch (RuntimeException | Error e) {
            if (!begun.completeExceptionally(e)) {
                LOG.log(Level.ERROR, "the ledger stops: " + e.getMessage(), e);
            }
        } finally {
            end();
        }
        if (isClosing() && chain.blocks() == books.head().blocks()) {
            LOG.log(
                    Level.INFO,
                    "ledger: stopped after block {0}, state {1}",
                    Long.toString(chain.blocks()),
                    chain.stateHash().hex());
        }
    }

    /** What is remembered of two rounds takes a quarter of the heap at most. */
    private static Chain bounded(Chain chain) {
        long bytesOfARound = Runtime.getRuntime().maxMemory() / 4 / 2;
        chain.takeAtMost((int) Math.min(Chain.MAX_OF_A_ROUND, bytesOfARound / Chain.BYTES_OF_AN_OUTCOME));
        return chain;
    }

    private void end() {
        role = Role.STOPPED;
        Writer now = writer;
        if (now != null) {
            now.close();
        }
        answers.flush();
        snapshots.close();
        begun.complete(Role.STOPPED);
    }

    /** Where the readers are: what was sealed and not kept is in nobody's books. */
    private Chain again() throws InterruptedException {
        while (true) {
            try {
                return bounded(Recovery.at(store, books.head().blocks(), AHEAD));
            } catch (StoreUnavailableException e) {
                if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    /**
     * @param others how often it looks before it may take the lease
     * @return nothing if it is to end
     */
    private Optional<Writer> follow(Standby standby, int others) throws InterruptedException {
        for (int looks = 0; !isClosing(); looks++) {
            if (looks < others) {
                standby.follow();
            }
            Optional<Writer> taken = looks < others ? Optional.empty() : standby.step();
            if (taken.isPresent()) {
                return taken;
            }
            if (role != Role.STANDBY && standby.knowsAWriter()) {
                role = Role.STANDBY;
                LOG.log(Level.INFO, "ledger: another control plane writes; this one follows it");
                begun.complete(Role.STANDBY);
            }
            pause(POLL_MILLIS);
        }
        return Optional.empty();
    }

    private void write(Writer now) throws InterruptedException {
        if (books.head().blocks() == 0) {
            begin(now);
        }
        if (begun.isDone()) {
            whenWriting.forEach(RunningLedger::tried);
        }
        writer = now;
        role = Role.WRITING;
        LOG.log(Level.INFO, "ledger: writes, under lease {0}", Long.toString(now.generation()));
        begun.complete(Role.WRITING);
        while (!isClosing()) {
            Writer.Step step = now.step(clock.millis());
            answers.flush();
            switch (step) {
                case TOLD -> back();
                case IDLE -> {
                    back();
                    pause(HEARD_MILLIS);
                }
                case UNAVAILABLE -> {
                    away(now);
                    pause(RETRY_MILLIS);
                }
                case STOPPED -> {
                    role = Role.STANDBY;
                    writer = null;
                    LOG.log(Level.WARNING, "ledger: another control plane has taken over; this one follows it");
                    return;
                }
            }
        }
    }

    private static void tried(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "ledger: somebody does not know all that the writer before knew: " + e.getMessage(),
                    e);
        }
    }

    /** The first block, of which nobody else's operation is to be. */
    private void begin(Writer now) throws InterruptedException {
        genesis.forEach(request -> now.ask(request, _ -> {}));
        while (now.step(clock.millis()) == Writer.Step.UNAVAILABLE) {
            if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void away(Writer now) {
        if (role == Role.WRITING) {
            LOG.log(
                    Level.ERROR,
                    "block {0} cannot be written and is tried again: the database does not answer",
                    Long.toString(books.head().blocks() + 1));
        }
        role = Role.STORE_AWAY;
        now.refuseWaiting(STORE_AWAY);
        answers.flush();
    }

    private void back() {
        if (role == Role.STORE_AWAY) {
            LOG.log(
                    Level.INFO,
                    "block {0} is written; the ledger goes on",
                    Long.toString(books.head().blocks()));
            role = Role.WRITING;
        }
    }

    private void pause(long millis) throws InterruptedException {
        if (work.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }

    private void kept(KeptBlock block) {
        books.publish(block.number(), block.hash(), block.header().timeMillis(), block.changes());
        for (Consumer<KeptBlock> listener : listeners) {
            listener.accept(block);
        }
        snapshots.kept(block.header().entries(), role == Role.WRITING);
    }
}
