package io.skyv.control.projection.store;

import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.economy.GrantPosition;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.StoreUnavailableException;
import io.skyv.control.projection.Before;
import io.skyv.control.projection.BlockReport;
import io.skyv.control.projection.RoundBegun;
import io.skyv.proto.sign.Digest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Writes the projections. For threads that may wait. */
@ApplicationScoped
public class ProjectionTables {
    /** Rows of one statement. */
    private static final int MAX_ROWS = 1_000;

    /** All tables that can be made anew. */
    private static final List<Class<?>> TABLES = List.of(
            BlockProjection.class,
            AccountProjection.class,
            MovementProjection.class,
            TranscoderProjection.class,
            PositionProjection.class,
            LockProjection.class,
            BoxProjection.class,
            GrantProjection.class,
            RoundProjection.class,
            StandingProjection.class);

    private static final int ONLY_ROW = 1;

    private final Mutiny.SessionFactory sessions;

    ProjectionTables(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** Number of the last block that is in them. */
    long blocks() {
        return await(() -> sessions.withStatelessSession(
                session -> session.get(ProjectionRow.class, ONLY_ROW).map(row -> row.blocks)));
    }

    /**
     * Writes blocks that follow each other, all of it or nothing.
     *
     * @throws ProjectionMovedException unless the projections end just before the first
     * @throws OtherJournalException if they are of another journal
     */
    void write(List<KeptBlock> blocks) {
        await(() -> sessions.withStatelessTransaction(session -> advance(session, blocks)
                .chain(() -> before(session, blocks))
                .chain(before -> save(session, new BlockRows(BlockReport.of(blocks, before))))));
    }

    /** Empties them; who keeps them up with the ledger then begins anew. */
    public void clear() {
        await(() -> sessions.withStatelessTransaction(session -> inTurn(
                        TABLES,
                        table -> session.createMutationQuery("delete from " + table.getSimpleName())
                                .executeUpdate())
                .chain(() -> session.createMutationQuery("update ProjectionRow set blocks = 0, rounds = 0")
                        .executeUpdate())));
    }

    /** What was projected must be what the journal has: else another database was put in its place. */
    private static Uni<Void> advance(Mutiny.StatelessSession session, List<KeptBlock> blocks) {
        KeptBlock first = blocks.getFirst();
        KeptBlock last = blocks.getLast();
        return session.createMutationQuery(
                        "update ProjectionRow set blocks = :last, rounds = :rounds where blocks = :before")
                .setParameter("last", last.number())
                .setParameter("rounds", last.changes().totals().round())
                .setParameter("before", first.number() - 1)
                .executeUpdate()
                .invoke(rows -> requireMoved(first, rows))
                .chain(() -> session.get(BlockProjection.class, first.number() - 1))
                .invoke(before -> requireFollows(first, before))
                .replaceWithVoid();
    }

    private static void requireMoved(KeptBlock first, int rows) {
        if (rows != 1) {
            throw new ProjectionMovedException("block " + first.number() + " is not the next to be projected");
        }
    }

    private static void requireFollows(KeptBlock first, @Nullable BlockProjection before) {
        Digest hash = before == null ? Digest.ZERO : Digest.of(before.hash);
        if (!first.header().previous().equals(hash)) {
            throw new OtherJournalException("block " + first.number() + " does not follow what is projected");
        }
    }

    private static Uni<Before> before(Mutiny.StatelessSession session, List<KeptBlock> blocks) {
        Set<String> accounts = new HashSet<>();
        Set<String> boxes = new HashSet<>();
        List<RoundBegun> begun = new ArrayList<>();
        for (KeptBlock block : blocks) {
            accounts.addAll(block.changes().balancesMicros().keySet());
            boxesOf(block.changes().openGrants().values(), boxes);
            boxesOf(block.changes().closedGrants().values(), boxes);
            RoundBegun.in(block).ifPresent(begun::add);
        }
        Map<String, Long> balances = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        Map<String, BigInteger> ownShares = new HashMap<>();
        Map<Digest, Long> seeds = new HashMap<>();
        return inTurn(
                        pages(accounts),
                        ids -> read(session, AccountProjection.class, "where id in :ids", ids)
                                .invoke(rows -> rows.forEach(row -> balances.put(row.id, row.balanceMicros))))
                .chain(() -> inTurn(
                        pages(boxes),
                        ids -> read(session, BoxProjection.class, "where id in :ids", ids)
                                .invoke(rows -> rows.forEach(row -> putOwner(owners, row)))))
                .chain(() -> begun.isEmpty() ? nothing() : ownShares(session, ownShares))
                .chain(() -> inTurn(begun, round -> seedBlock(session, round, seeds)))
                .map(_ -> new Before(balances, owners, ownShares, seeds));
    }

    private static void boxesOf(Collection<GrantPosition> grants, Set<String> boxes) {
        grants.forEach(grant -> boxes.add(grant.terms().box()));
    }

    private static void putOwner(Map<String, String> owners, BoxProjection row) {
        Optional.ofNullable(row.owner).ifPresent(owner -> owners.put(row.id, owner));
    }

    private static <T> Uni<List<T>> read(
            Mutiny.StatelessSession session, Class<T> entity, String condition, List<String> ids) {
        return session.createSelectionQuery("from " + entity.getSimpleName() + " " + condition, entity)
                .setParameter("ids", ids)
                .getResultList();
    }

    private static Uni<Void> ownShares(Mutiny.StatelessSession session, Map<String, BigInteger> ownShares) {
        return session.createSelectionQuery("from PositionProjection where own", PositionProjection.class)
                .getResultList()
                .invoke(rows -> rows.forEach(row -> ownShares.put(row.transcoder, new BigInteger(row.shares))))
                .replaceWithVoid();
    }

    private static Uni<Void> seedBlock(Mutiny.StatelessSession session, RoundBegun round, Map<Digest, Long> seeds) {
        return session.createSelectionQuery("from BlockProjection where hash = :hash", BlockProjection.class)
                .setParameter("hash", round.seedDigest().bytes())
                .setMaxResults(1)
                .getResultList()
                .invoke(rows -> rows.forEach(row -> seeds.put(round.seedDigest(), row.number)))
                .replaceWithVoid();
    }

    private static Uni<Void> save(Mutiny.StatelessSession session, BlockRows rows) {
        return insert(session, rows.blocks)
                .chain(() -> insert(session, rows.movements))
                .chain(() -> insert(session, rows.rounds))
                .chain(() -> insert(session, rows.standings))
                .chain(() -> inTurn(List.copyOf(rows.available.entrySet()), round -> available(session, round)))
                .chain(() -> upsert(session, rows.accounts.values()))
                .chain(() -> upsert(session, rows.transcoders.values()))
                .chain(() -> upsert(session, rows.positions.values()))
                .chain(() -> delete(session, "PositionProjection where id", rows.positionsGone))
                .chain(() -> upsert(session, rows.locks.values()))
                .chain(() -> delete(session, "LockProjection where number", rows.locksGone))
                .chain(() -> upsert(session, rows.boxes.values()))
                .chain(() -> upsert(session, rows.grants.values()));
    }

    private static Uni<Void> available(Mutiny.StatelessSession session, Map.Entry<Long, Set<String>> round) {
        return session.createMutationQuery("update StandingProjection set available = true"
                        + " where round = :round and not available and transcoder in :ids")
                .setParameter("round", round.getKey())
                .setParameter("ids", List.copyOf(round.getValue()))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static <T> Uni<Void> insert(Mutiny.StatelessSession session, Collection<T> rows) {
        return inTurn(pages(rows), session::insertMultiple);
    }

    private static <T> Uni<Void> upsert(Mutiny.StatelessSession session, Collection<T> rows) {
        return inTurn(pages(rows), session::upsertMultiple);
    }

    private static <T> Uni<Void> delete(Mutiny.StatelessSession session, String which, Collection<T> ids) {
        return inTurn(
                pages(ids),
                page -> session.createMutationQuery("delete from " + which + " in :ids")
                        .setParameter("ids", page)
                        .executeUpdate());
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    /** One after the other: a session bears only one question at a time. */
    private static <T> Uni<Void> inTurn(List<T> all, Function<T, Uni<? extends @Nullable Object>> each) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(each)
                .onItem()
                .ignoreAsUni();
    }

    private static <T> List<List<T>> pages(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> pages = new ArrayList<>();
        for (int i = 0; i < list.size(); i += MAX_ROWS) {
            pages.add(list.subList(i, Math.min(list.size(), i + MAX_ROWS)));
        }
        return pages;
    }

    private static <T extends @Nullable Object> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (ProjectionMovedException | OtherJournalException expected) {
            throw expected;
        } catch (Throwable e) {
            throw new StoreUnavailableException("the projections' database does not answer: " + e.getMessage());
        }
    }
}
