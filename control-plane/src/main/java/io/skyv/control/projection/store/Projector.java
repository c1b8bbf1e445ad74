package io.skyv.control.projection.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.StoreUnavailableException;
import io.skyv.control.ledger.LedgerPort;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the projections up with the ledger: takes blocks as they are kept, and asks for those that it has missed to be told
 * once more. The ledger never waits for it.
 */
@ApplicationScoped
public class Projector {
    /** Blocks that wait to be written; later ones are asked for again. */
    static final int MAX_WAITING_BLOCKS = 500;
    /** Blocks of one transaction. */
    static final int MAX_BLOCKS = 100;

    /** After the ledger has started. */
    private static final int STARTUP_PRIORITY = 200;

    private static final long LOOK_MILLIS = 500;
    private static final long RETRY_MILLIS = 1_000;
    private static final Logger LOG = Logger.getLogger(Projector.class);

    private final LedgerPort ledger;
    private final ProjectionTables tables;
    private final BlockingQueue<KeptBlock> waiting = new ArrayBlockingQueue<>(MAX_WAITING_BLOCKS);
    private final Thread thread = Thread.ofPlatform().daemon().name("projector").unstarted(this::run);
    private volatile boolean closing;
    private volatile long projected;
    private boolean away;

    Projector(LedgerPort ledger, ProjectionTables tables, MeterRegistry meters) {
        this.ledger = ledger;
        this.tables = tables;
        Gauge.builder("skyv.projection.behind", this, Projector::behind)
                .description("Blocks of the ledger that pages and REST do not show yet")
                .strongReference(true)
                .register(meters);
    }

    void start(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) {
        ledger.listen(waiting::offer);
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing = true;
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }

    /** Number of the last block that pages show. */
    public long projectedBlocks() {
        return projected;
    }

    private double behind() {
        return Math.max(0, ledger.books().head().blocks() - projected);
    }

    private void run() {
        while (!closing) {
            try {
                projected = tables.blocks();
                follow();
            } catch (ProjectionMovedException moved) {
                LOG.debugf("%s; looking again", moved.getMessage());
            } catch (OtherJournalException other) {
                LOG.warnf("%s; the projections are made anew", other.getMessage());
                clear();
            } catch (StoreUnavailableException e) {
                tell(true, String.valueOf(e.getMessage()));
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                fail(e);
                pause();
            }
        }
    }

    private void follow() throws InterruptedException {
        while (!closing) {
            KeptBlock next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            long last = next != null ? next.number() - 1 : ledger.books().head().blocks();
            if (last > projected) {
                catchUp(last);
            }
            if (next != null && next.number() == projected + 1) {
                write(run(next));
            }
            tell(false, "");
        }
    }

    /** The block and those that wait after it. */
    private List<KeptBlock> run(KeptBlock first) {
        List<KeptBlock> blocks = new ArrayList<>(List.of(first));
        while (blocks.size() < MAX_BLOCKS) {
            KeptBlock next = waiting.peek();
            if (next == null || next.number() != blocks.getLast().number() + 1) {
                break;
            }
            blocks.add(waiting.remove());
        }
        return blocks;
    }

    private void catchUp(long last) {
        if (last - projected > MAX_BLOCKS) {
            LOG.infof("projections: %d blocks to be caught up with", last - projected);
        }
        List<KeptBlock> told = new ArrayList<>();
        ledger.retell(projected, last, block -> {
            told.add(block);
            if (told.size() == MAX_BLOCKS) {
                write(told);
                told.clear();
            }
        });
        if (!told.isEmpty()) {
            write(told);
        }
    }

    private void write(List<KeptBlock> blocks) {
        tables.write(List.copyOf(blocks));
        projected = blocks.getLast().number();
    }

    private void clear() {
        try {
            tables.clear();
        } catch (StoreUnavailableException e) {
            tell(true, String.valueOf(e.getMessage()));
            pause();
        }
    }

    /** Said once; it may well be the same each second. */
    private void fail(RuntimeException fault) {
        if (!away) {
            LOG.error("the projections cannot be written; it is tried again and again", fault);
        }
        away = true;
    }

    private void tell(boolean isAway, String why) {
        if (isAway && !away && !closing) {
            LOG.warnf("projections: %s; pages show what was, until it answers", why);
        } else if (!isAway && away) {
            LOG.info("projections: the database answers again");
        }
        away = isAway;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
