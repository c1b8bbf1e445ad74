package io.skyv.control.ledger.store;

import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.journal.BlockHeader;
import io.skyv.control.journal.BlockRow;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.StoreUnavailableException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Blocks, snapshots and the lease in PostgreSQL. An append is one statement, so one round trip and one flush: it is heard,
 * checks the lease and the block before it, and writes, or does nothing. Who takes the lease waits for an append that is
 * under way, and an append for whoever takes the lease.
 */
@ApplicationScoped
public class PostgresBlocks implements BlockStore {
    /** How long the database may take for one call; it may still do it afterwards. */
    static final Duration LONGEST_CALL = Duration.ofSeconds(10);
    /** How long it may take for a whole snapshot. */
    static final Duration LONGEST_SNAPSHOT = Duration.ofMinutes(10);
    /** Chunks that are read at once. */
    private static final int PAGE_CHUNKS = 32;

    private static final String APPEND = """
            with held as (
                update journal_lease set heard_at = clock_timestamp()
                where generation = cast(:generation as bigint) returning generation)
            insert into journal_block (number, time_millis, generation, previous_hash, entries, root, body)
            select cast(:number as bigint), cast(:timeMillis as bigint), generation, cast(:previous as bytea),
                cast(:entries as bigint), cast(:root as bytea), cast(:body as bytea)
            from held
            where cast(:number as bigint) = 1
                or exists (select 1 from journal_block b where b.number = cast(:number as bigint) - 1)
            on conflict do nothing""";
    private static final String LEASE = "select generation, cast(extract(epoch from heard_at) * 1000 as bigint),"
            + " cast(greatest(0, extract(epoch from clock_timestamp() - heard_at) * 1000) as bigint) from journal_lease";
    private static final String RENEW =
            "update journal_lease set heard_at = clock_timestamp() where generation = :generation";
    private static final String RELEASE = "update journal_lease set heard_at = 'epoch' where generation = :generation";
    private static final String TAKE =
            "update journal_lease set generation = generation + 1, heard_at = clock_timestamp()"
                    + " where generation = :generation";

    private final Mutiny.SessionFactory sessions;

    PostgresBlocks(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public Appended append(BlockRow row) {
        BlockHeader header = row.header();
        int written = await(session -> session.createNativeQuery(APPEND)
                .setParameter("generation", header.generation())
                .setParameter("number", header.number())
                .setParameter("timeMillis", header.timeMillis())
                .setParameter("previous", header.previous().bytes())
                .setParameter("entries", header.entries())
                .setParameter("root", header.root().bytes())
                .setParameter("body", row.body())
                .executeUpdate());
        return written == 1 || isThere(row) ? Appended.KEPT : Appended.LEASE_LOST;
    }

    private boolean isThere(BlockRow row) {
        BlockEntity there = await(session -> session.get(BlockEntity.class, row.number()));
        return there != null && there.toRow().hash().equals(row.hash());
    }

    @Override
    public List<BlockRow> readAfter(long number, int limit) {
        List<BlockEntity> rows = await(session -> session.createSelectionQuery(
                        "from BlockEntity where number > :number order by number", BlockEntity.class)
                .setParameter("number", number)
                .setMaxResults(limit)
                .getResultList());
        return rows.stream().map(BlockEntity::toRow).toList();
    }

    @Override
    public Lease lease() {
        Object[] lease = await(
                session -> session.createNativeQuery(LEASE, Object[].class).getSingleResult());
        return new Lease(
                ((Number) lease[0]).longValue(), ((Number) lease[1]).longValue(), ((Number) lease[2]).longValue());
    }

    @Override
    public boolean renew(long generation) {
        return changesTheLease(RENEW, generation);
    }

    @Override
    public void release(long generation) {
        changesTheLease(RELEASE, generation);
    }

    @Override
    public Optional<Long> take(long generation) {
        return changesTheLease(TAKE, generation) ? Optional.of(generation + 1) : Optional.empty();
    }

    private boolean changesTheLease(String how, long generation) {
        return await(session -> session.createNativeQuery(how)
                        .setParameter("generation", generation)
                        .executeUpdate())
                == 1;
    }

    @Override
    public void keep(Snapshot snapshot) {
        long blocks = snapshot.blocks();
        List<SnapshotChunkEntity> chunks = IntStream.range(0, snapshot.chunks().size())
                .mapToObj(place ->
                        new SnapshotChunkEntity(blocks, place, snapshot.chunks().get(place)))
                .toList();
        await(
                LONGEST_SNAPSHOT,
                session -> session.withTransaction(_ -> delete(session, "blocks = :blocks", blocks)
                        .chain(() -> insertEach(session, chunks))
                        .chain(() -> oldestKept(session))
                        .chain(oldest -> delete(session, "blocks < :blocks", oldest))));
    }

    private static Uni<Integer> delete(Mutiny.StatelessSession session, String which, long blocks) {
        return session.createMutationQuery("delete from SnapshotChunkEntity where " + which)
                .setParameter("blocks", blocks)
                .executeUpdate();
    }

    private static Uni<Void> insertEach(Mutiny.StatelessSession session, List<SnapshotChunkEntity> chunks) {
        return Multi.createFrom()
                .iterable(chunks)
                .onItem()
                .transformToUniAndConcatenate(session::insert)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Long> oldestKept(Mutiny.StatelessSession session) {
        return session.createSelectionQuery(
                        "select distinct blocks from SnapshotChunkEntity order by blocks desc", Long.class)
                .setMaxResults(MAX_SNAPSHOTS)
                .getResultList()
                .map(kept -> kept.isEmpty() ? 0 : kept.getLast());
    }

    @Override
    public Optional<Snapshot> newestSnapshot(long blocks) {
        List<Long> newest = await(session -> session.createSelectionQuery(
                        "select distinct blocks from SnapshotChunkEntity where blocks <= :blocks"
                                + " order by blocks desc",
                        Long.class)
                .setParameter("blocks", blocks)
                .setMaxResults(1)
                .getResultList());
        return newest.stream().findFirst().map(found -> new Snapshot(found, chunks(found)));
    }

    private List<byte[]> chunks(long blocks) {
        List<byte[]> chunks = new ArrayList<>();
        List<byte[]> page;
        do {
            int from = chunks.size();
            page = await(session -> session.createSelectionQuery(
                            "select bytes from SnapshotChunkEntity where blocks = :blocks and place >= :from"
                                    + " order by place",
                            byte[].class)
                    .setParameter("blocks", blocks)
                    .setParameter("from", from)
                    .setMaxResults(PAGE_CHUNKS)
                    .getResultList());
            chunks.addAll(page);
        } while (page.size() == PAGE_CHUNKS);
        return chunks;
    }

    private <T extends @Nullable Object> T await(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return await(LONGEST_CALL, work);
    }

    /** In a session of its own, outside of any transaction unless {@code work} begins one. */
    private <T extends @Nullable Object> T await(Duration longest, Function<Mutiny.StatelessSession, Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> sessions.openStatelessSession()
                    .chain(session -> work.apply(session).eventually(session::close))
                    .ifNoItem()
                    .after(longest)
                    .fail());
        } catch (Throwable e) {
            throw new StoreUnavailableException("the ledger's database does not answer: " + e.getMessage(), e);
        }
    }
}
