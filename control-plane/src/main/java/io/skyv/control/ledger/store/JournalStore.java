package io.skyv.control.ledger.store;

import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.ledger.Journal;
import io.skyv.control.ledger.JournalConflictException;
import io.skyv.control.ledger.JournalRow;
import io.skyv.control.ledger.JournalUnavailableException;
import io.skyv.control.ledger.LedgerChanges;
import io.skyv.proto.sign.Digest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The journal in PostgreSQL. A block and the projection of what it changed are one transaction. */
@ApplicationScoped
public class JournalStore implements Journal {
    private final Mutiny.SessionFactory sessions;

    JournalStore(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public void append(JournalRow row, LedgerChanges changes) {
        List<GrantProjection> grants = new ArrayList<>();
        changes.openGrants().values().forEach(grant -> grants.add(GrantProjection.of(grant, true)));
        changes.closedGrants().values().forEach(grant -> grants.add(GrantProjection.of(grant, false)));
        try {
            await(() -> sessions.withStatelessTransaction(session -> session.insert(JournalBlock.of(row))
                    .chain(() -> grants.isEmpty() ? Uni.createFrom().voidItem() : session.upsertMultiple(grants))));
        } catch (JournalUnavailableException failure) {
            JournalBlock there = find(row.number());
            if (there == null) {
                throw failure;
            }
            if (!Digest.of(there.hash).equals(row.hash())) {
                throw new JournalConflictException("the journal has another block " + row.number()
                        + " than this one: a second control plane writes to the same database");
            }
        }
    }

    @Override
    public List<JournalRow> readAfter(long number, int limit) {
        List<JournalBlock> blocks = await(() -> sessions.withStatelessSession(session -> session.createSelectionQuery(
                        "from JournalBlock where number > :number order by number", JournalBlock.class)
                .setParameter("number", number)
                .setMaxResults(limit)
                .getResultList()));
        return blocks.stream().map(JournalBlock::toRow).toList();
    }

    private @Nullable JournalBlock find(long number) {
        return await(() -> sessions.withStatelessSession(session -> session.get(JournalBlock.class, number)));
    }

    private static <T extends @Nullable Object> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw new JournalUnavailableException("the ledger's database does not answer: " + e.getMessage(), e);
        }
    }
}
