package io.skyv.control.ledger;

import io.skyv.proto.sign.Digest;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The single writer: takes operations from one bounded queue, applies what has gathered as one block, and tells the
 * outcomes when the journal has it. When the journal cannot be reached it tries the same block again until it can, and
 * meanwhile tells everybody else "busy"; when
 * the books are broken or another writer is at work it stops, and everybody is told "busy".
 */
public final class LedgerWriter implements Books, AutoCloseable {
    /** Operations that wait; one more is refused. */
    public static final int MAX_QUEUED_OPERATIONS = 10_000;

    private static final String NO_ANSWER = "the ledger's database does not answer; ask again later";
    private static final String STOPPED = "the ledger has stopped";
    private static final long RETRY_MILLIS = 500;
    private static final long IDLE_POLL_MILLIS = 200;
    private static final System.Logger LOG = System.getLogger(LedgerWriter.class.getName());

    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_QUEUED_OPERATIONS);
    private final Ledger ledger;
    private final RememberedOutcomes remembered;
    private final LedgerView view;
    private final Journal journal;
    private final InstantSource clock;
    private final Executor tellers;
    private final BlockListener listener;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Health health = Health.WRITING;

    /** How the writer is. */
    public enum Health {
        WRITING,
        /** The journal does not answer; tried again and again. */
        JOURNAL_UNAVAILABLE,
        STOPPED
    }

    /** @param tellers runs what waits for outcomes, so that nobody holds the writer up */
    public LedgerWriter(
            Recovery recovered, Journal journal, InstantSource clock, Executor tellers, BlockListener listener) {
        this.ledger = recovered.ledger;
        this.remembered = recovered.remembered;
        this.view = recovered.view;
        this.journal = journal;
        this.clock = clock;
        this.tellers = tellers;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("ledger-writer").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public CompletionStage<Outcome> submit(OperationId id, Operation operation) {
        Waiting waiting = new Waiting(id, operation, EntryCodec.fingerprint(operation), new CompletableFuture<>());
        if (isClosing()) {
            waiting.answer.completeExceptionally(new LedgerBusyException(STOPPED));
        } else if (health == Health.JOURNAL_UNAVAILABLE) {
            waiting.answer.completeExceptionally(new LedgerBusyException(NO_ANSWER));
        } else if (!queue.offer(waiting)) {
            waiting.answer.completeExceptionally(
                    new LedgerBusyException("the ledger has " + MAX_QUEUED_OPERATIONS + " operations to do first"));
        } else if (isClosing() && queue.remove(waiting)) {
            waiting.answer.completeExceptionally(new LedgerBusyException(STOPPED));
        }
        return waiting.answer.minimalCompletionStage();
    }

    @Override
    public LedgerView view() {
        return view;
    }

    public Health health() {
        return health;
    }

    public int queuedOperations() {
        return queue.size();
    }

    /** Stops when the block at hand is done; what still waits is told "busy", and was not done. */
    @Override
    public void close() {
        closing.countDown();
        if (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        refuseAllWaiting(STOPPED);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosing()) {
                Waiting first = queue.poll(IDLE_POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    writeBlock(first);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "the ledger's writer was interrupted and stops");
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the ledger stops: " + e.getMessage(), e);
        } finally {
            health = Health.STOPPED;
            closing.countDown();
            refuseAllWaiting(STOPPED);
        }
    }

    private void writeBlock(Waiting first) throws InterruptedException {
        List<Waiting> batch = new ArrayList<>();
        batch.add(first);
        queue.drainTo(batch, Block.MAX_ENTRIES - 1);
        List<Answer> answers = new ArrayList<>(batch.size());
        boolean told = false;
        try {
            List<Entry> entries = applyAll(batch, answers);
            if (!entries.isEmpty()) {
                commit(entries);
            }
            told = true;
        } finally {
            if (told) {
                answers.forEach(answer -> tellers.execute(() -> answer.to.complete(answer.outcome)));
            } else {
                batch.forEach(waiting ->
                        refuse(waiting, "the ledger stopped; after its next start the same may be asked again"));
            }
        }
    }

    private List<Entry> applyAll(List<Waiting> batch, List<Answer> answers) {
        List<Entry> entries = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            Outcome outcome = remembered.find(waiting.id, waiting.fingerprint);
            if (outcome == null) {
                outcome = ledger.apply(waiting.operation);
                Entry entry = new Entry(waiting.id, waiting.operation, outcome);
                remembered.put(entry);
                entries.add(entry);
            }
            answers.add(new Answer(waiting.answer, outcome));
        }
        return entries;
    }

    private void commit(List<Entry> entries) throws InterruptedException {
        LedgerHead before = view.head();
        Block block = Block.seal(before.blocks() + 1, clock.millis(), before.hash(), entries);
        LedgerChanges changes = ledger.takeChanges();
        append(JournalRow.of(block), changes);
        view.publish(changes, ledger.head(block.number(), block.hash()));
        listener.committed(block);
    }

    private void append(JournalRow row, LedgerChanges changes) throws InterruptedException {
        while (true) {
            try {
                journal.append(row, changes);
                if (health == Health.JOURNAL_UNAVAILABLE) {
                    LOG.log(Level.INFO, "block {0} is written; the ledger goes on", Long.toString(row.number()));
                }
                health = Health.WRITING;
                return;
            } catch (JournalUnavailableException e) {
                if (health == Health.WRITING) {
                    LOG.log(Level.ERROR, "block {0} cannot be written and is tried again: {1}", row.number(), e);
                }
                health = Health.JOURNAL_UNAVAILABLE;
                refuseAllWaiting(NO_ANSWER);
                if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw e;
                }
            }
        }
    }

    private void refuseAllWaiting(String why) {
        for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            refuse(waiting, why);
        }
    }

    private void refuse(Waiting waiting, String why) {
        tellers.execute(() -> waiting.answer.completeExceptionally(new LedgerBusyException(why)));
    }

    private record Waiting(
            OperationId id, Operation operation, Digest fingerprint, CompletableFuture<Outcome> answer) {}

    private record Answer(CompletableFuture<Outcome> to, Outcome outcome) {}
}
