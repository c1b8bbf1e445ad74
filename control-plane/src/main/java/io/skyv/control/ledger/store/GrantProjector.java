package io.skyv.control.ledger.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.economy.Changes;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.ledger.LedgerPort;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Writes the projection of grants, after the block and beside the ledger: the number of the last block that is in it is
 * written with it. What it missed, because it was not there or too slow, the ledger tells again. Only the control plane
 * that writes the ledger writes it.
 */
@ApplicationScoped
public class GrantProjector {
    /** Blocks that wait; those over it are told again by the ledger when there is time. */
    static final int MAX_WAITING = 100;

    private static final long POLL_MILLIS = 250;
    private static final long RETRY_MILLIS = 1_000;
    private static final int STARTUP_PRIORITY = DurableLedger.STARTUP_PRIORITY - 1;
    private static final Logger LOG = Logger.getLogger(GrantProjector.class);
    private static final String NUMBER = "select blocks from ledger_grant_projection";
    private static final String ADVANCE = "update ledger_grant_projection set blocks = :last where blocks = :before";

    private final Mutiny.SessionFactory sessions;
    private final LedgerPort ledger;
    private final BlockingQueue<KeptBlock> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread =
            Thread.ofPlatform().name("grant-projection").daemon(true).unstarted(this::run);
    private volatile boolean closing;

    GrantProjector(Mutiny.SessionFactory sessions, LedgerPort ledger) {
        this.sessions = sessions;
        this.ledger = ledger;
    }

    /** One that does not fit is missed, which is seen by the number of the next one. */
    @SuppressWarnings("ReturnValueIgnored")
    void listen(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) {
        ledger.listen(waiting::offer);
    }

    void start(@Observes @Priority(DurableLedger.STARTUP_PRIORITY + 1) StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closing = true;
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    private void run() {
        while (!closing) {
            try {
                project();
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                LOG.warnf("the grants' projection is behind and goes on later: %s", e.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /** Everything that waits at once, and before it what was missed. */
    private void project() throws Throwable {
        List<KeptBlock> blocks = new ArrayList<>();
        KeptBlock first = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            blocks.add(first);
            waiting.drainTo(blocks);
        }
        if (ledger.role() != LedgerPort.Role.WRITING && ledger.role() != LedgerPort.Role.STORE_AWAY) {
            return;
        }
        long there = number();
        long last = ledger.books().head().blocks();
        if (there < last && (blocks.isEmpty() || blocks.getFirst().number() > there + 1)) {
            long until = blocks.isEmpty() ? last : blocks.getFirst().number() - 1;
            Batch missed = new Batch(there);
            ledger.retell(there, until, missed::add);
            write(missed);
            there = missed.last;
        }
        Batch batch = new Batch(there);
        for (KeptBlock block : blocks) {
            batch.add(block);
        }
        write(batch);
    }

    /** Consecutive blocks; each grant as the last of them left it. */
    private static final class Batch {
        private final long before;
        private final Map<String, GrantProjection> grants = new LinkedHashMap<>();
        private long last;

        Batch(long before) {
            this.before = before;
            this.last = before;
        }

        /** One that is there already, or after one that is missing, is left out. */
        void add(KeptBlock block) {
            if (block.number() == last + 1) {
                Changes changes = block.changes();
                changes.openGrants().forEach((id, grant) -> grants.put(id, GrantProjection.of(grant, true)));
                changes.closedGrants().forEach((id, grant) -> grants.put(id, GrantProjection.of(grant, false)));
                last = block.number();
            }
        }
    }

    private long number() throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessSession(
                session -> session.createNativeQuery(NUMBER, Long.class).getSingleResult()));
    }

    private void write(Batch batch) throws Throwable {
        if (batch.last == batch.before) {
            return;
        }
        List<GrantProjection> rows = List.copyOf(batch.grants.values());
        VertxContextSupport.subscribeAndAwait(() ->
                sessions.withStatelessTransaction(session -> session.createNativeQuery(ADVANCE)
                        .setParameter("last", batch.last)
                        .setParameter("before", batch.before)
                        .executeUpdate()
                        .map(GrantProjector::requireOne)
                        .chain(() -> rows.isEmpty() ? Uni.createFrom().voidItem() : session.upsertMultiple(rows))));
    }

    private static int requireOne(int advanced) {
        if (advanced != 1) {
            throw new IllegalStateException("another control plane has written it");
        }
        return advanced;
    }
}
