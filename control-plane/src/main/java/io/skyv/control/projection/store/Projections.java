package io.skyv.control.projection.store;

import io.skyv.control.economy.BoxStanding;
import io.skyv.control.economy.LockStanding;
import io.skyv.control.economy.PositionStanding;
import io.skyv.control.economy.TranscoderStanding;
import io.skyv.control.projection.BookedGrant;
import io.skyv.control.projection.BookedMovement;
import io.skyv.control.projection.Candidacy.SeatBy;
import io.skyv.control.projection.Round;
import io.skyv.control.projection.RoundStanding;
import io.skyv.control.projection.SealedBlock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Reads the projections, page by page: each page begins after the last one of the page before, in an order that has an
 * index. What is read is of a kept block, and may be some blocks behind the ledger.
 */
@ApplicationScoped
public class Projections {
    private final Mutiny.SessionFactory sessions;

    Projections(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** Number of the last block that is in them. */
    public Uni<Long> blocks() {
        return inSession(session -> session.get(ProjectionRow.class, 1).map(row -> row.blocks));
    }

    /** The newest first: those with smaller numbers than {@code before}. */
    public Uni<List<SealedBlock>> blocks(long before, int limit) {
        return list(
                BlockProjection.class,
                "from BlockProjection where number < :before order by number desc",
                Map.of("before", before),
                limit,
                BlockProjection::toBlock);
    }

    public Uni<Optional<SealedBlock>> block(long number) {
        return one(BlockProjection.class, number, BlockProjection::toBlock);
    }

    /** The newest first: those with smaller numbers than {@code before}. */
    public Uni<List<Round>> rounds(long before, int limit) {
        return list(
                RoundProjection.class,
                "from RoundProjection where number < :before order by number desc",
                Map.of("before", before),
                limit,
                RoundProjection::toRound);
    }

    public Uni<Optional<Round>> round(long number) {
        return one(RoundProjection.class, number, RoundProjection::toRound);
    }

    /** All transcoders of a round: candidates in the order of the election, then the others. */
    public Uni<List<RoundStanding>> standings(long round, int afterPlace, int limit) {
        return list(
                StandingProjection.class,
                "from StandingProjection where round = :round and place > :after order by place",
                Map.of("round", round, "after", afterPlace),
                limit,
                StandingProjection::toStanding);
    }

    /** Who was elected in each of these rounds, in the order of the standings. */
    public Uni<Map<Long, List<RoundStanding>>> elected(long firstRound, long lastRound) {
        return inSession(session -> session.createSelectionQuery(
                        "from StandingProjection where round between :first and :last and seat <> :none"
                                + " order by round, place",
                        StandingProjection.class)
                .setParameter("first", firstRound)
                .setParameter("last", lastRound)
                .setParameter("none", SeatBy.NONE.inWords())
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> row.round,
                                Collectors.mapping(StandingProjection::toStanding, Collectors.toList())))));
    }

    /** The newest first: those before line {@code beforeLine} of block {@code beforeBlock}. */
    public Uni<List<BookedMovement>> movements(String account, long beforeBlock, int beforeLine, int limit) {
        return list(
                MovementProjection.class,
                "from MovementProjection where account = :account"
                        + " and (block < :block or (block = :block and line < :line))"
                        + " order by block desc, line desc",
                Map.of("account", account, "block", beforeBlock, "line", beforeLine),
                limit,
                MovementProjection::toMovement);
    }

    public Uni<List<TranscoderStanding>> transcoders(String after, int limit) {
        return list(
                TranscoderProjection.class,
                "from TranscoderProjection where id > :after order by id",
                Map.of("after", after),
                limit,
                TranscoderProjection::toStanding);
    }

    public Uni<Optional<TranscoderStanding>> transcoder(String id) {
        return one(TranscoderProjection.class, id, TranscoderProjection::toStanding);
    }

    /** A position, and the pool that it is in. */
    public record PositionInPool(PositionStanding position, TranscoderStanding pool) {}

    /** In order of transcoder. */
    public Uni<List<PositionInPool>> positionsOf(String delegator, String afterTranscoder, int limit) {
        return positions(
                "where p.delegator = :id and p.transcoder > :after order by p.transcoder",
                delegator,
                afterTranscoder,
                limit);
    }

    /** In order of delegator. */
    public Uni<List<PositionInPool>> positionsIn(String transcoder, String afterDelegator, int limit) {
        return positions(
                "where p.transcoder = :id and p.delegator > :after order by p.delegator",
                transcoder,
                afterDelegator,
                limit);
    }

    private Uni<List<PositionInPool>> positions(String which, String id, String after, int limit) {
        return inSession(session -> session.createSelectionQuery(
                        "select p, t from PositionProjection p join TranscoderProjection t on t.id = p.transcoder "
                                + which,
                        Object[].class)
                .setParameter("id", id)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new PositionInPool(
                                ((PositionProjection) row[0]).toStanding(),
                                ((TranscoderProjection) row[1]).toStanding()))
                        .toList()));
    }

    /** In order of number. */
    public Uni<List<LockStanding>> locks(String owner, long after, int limit) {
        return list(
                LockProjection.class,
                "from LockProjection where owner = :owner and number > :after order by number",
                Map.of("owner", owner, "after", after),
                limit,
                LockProjection::toStanding);
    }

    /** Boxes that the books know, in order of id. */
    public Uni<List<BoxStanding>> boxes(String after, int limit) {
        return list(
                BoxProjection.class,
                "from BoxProjection where id > :after order by id",
                Map.of("after", after),
                limit,
                BoxProjection::toStanding);
    }

    public Uni<Optional<BoxStanding>> box(String id) {
        return one(BoxProjection.class, id, BoxProjection::toStanding);
    }

    /** Grants of a payer, open and closed, in order of id. */
    public Uni<List<BookedGrant>> grants(String payer, String after, int limit) {
        return list(
                GrantProjection.class,
                "from GrantProjection where payer = :payer and id > :after order by id",
                Map.of("payer", payer, "after", after),
                limit,
                GrantProjection::toGrant);
    }

    /** Also when it is closed and the ledger has forgotten it. */
    public Uni<Optional<BookedGrant>> grant(String id) {
        return one(GrantProjection.class, id, GrantProjection::toGrant);
    }

    private <E, T> Uni<Optional<T>> one(Class<E> entity, Object id, Function<E, T> read) {
        return inSession(session ->
                session.get(entity, id).map(row -> Optional.ofNullable(row).map(read)));
    }

    private <E, T> Uni<List<T>> list(
            Class<E> entity, String query, Map<String, Object> parameters, int limit, Function<E, T> read) {
        return inSession(session -> {
            var selection = session.createSelectionQuery(query, entity).setMaxResults(limit);
            parameters.forEach(selection::setParameter);
            return selection.getResultList().map(rows -> rows.stream().map(read).toList());
        });
    }

    /**
     * A session of its own: {@code withStatelessSession} would share one with all that is under way on the caller's
     * context, and a session bears only one question at a time.
     */
    private <T> Uni<T> inSession(Function<Mutiny.StatelessSession, Uni<T>> work) {
        return sessions.openStatelessSession()
                .chain(session -> work.apply(session).eventually(session::close));
    }
}
