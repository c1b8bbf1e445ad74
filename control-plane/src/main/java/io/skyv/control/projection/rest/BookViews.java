package io.skyv.control.projection.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.skyv.control.economy.BoxStanding;
import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.LockStanding;
import io.skyv.control.economy.PositionStanding;
import io.skyv.control.economy.TranscoderStanding;
import io.skyv.control.projection.BookedGrant;
import io.skyv.control.projection.BookedMovement;
import io.skyv.control.projection.Round;
import io.skyv.control.projection.RoundStanding;
import io.skyv.control.projection.SealedBlock;
import io.skyv.control.projection.store.Projections.PositionInPool;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms in which the books are shown; money is whole micro-SKYV. */
final class BookViews {
    private static final BigInteger FACTOR_UNIT = BigInteger.TEN.pow(18);

    private BookViews() {}

    public record Blocks(List<Block> blocks) {}

    /**
     * @param generation of the lease it was written under
     * @param entries how many operations it has
     * @param root RFC 9162 root over them, 64 hex digits
     * @param round the ledger's after it
     */
    public record Block(
            long number,
            Instant time,
            long round,
            int entries,
            long generation,
            String hash,
            String previousHash,
            String root) {
        static Block of(SealedBlock block) {
            return new Block(
                    block.number(),
                    Instant.ofEpochMilli(block.timeMillis()),
                    block.round(),
                    block.entries(),
                    block.generation(),
                    block.hash().hex(),
                    block.previous().hex(),
                    block.root().hex());
        }
    }

    public record Rounds(List<RoundView> rounds) {}

    /**
     * A round as it began.
     *
     * @param block the one that started it
     * @param seed 64 hex digits: the hash of block seedBlock
     * @param stakeMicros bonded to all transcoders
     * @param mintedBeforeMicros what the round before was paid when it ended
     * @param activeSetSize seats by rank
     * @param minSelfBondMicros least own position of a candidate
     * @param minOnlineSeconds least time online of a box that is rewarded for being there
     * @param drawnFromMicros stake of the candidates without a seat by rank, together
     * @param draw SHA-256(seed ‖ "random-seat") mod drawnFromMicros; not there if there was nobody to draw
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RoundView(
            long number,
            Instant startedAt,
            long block,
            String seed,
            long seedBlock,
            long supplyMicros,
            long stakeMicros,
            long inflationPpb,
            long mintableMicros,
            long mintedBeforeMicros,
            long activeSetSize,
            long minSelfBondMicros,
            long minOnlineSeconds,
            long drawnFromMicros,
            @Nullable Long draw,
            List<Standing> elected) {
        static RoundView of(Round round, List<RoundStanding> elected) {
            return new RoundView(
                    round.number(),
                    Instant.ofEpochMilli(round.timeMillis()),
                    round.block(),
                    round.seed(),
                    round.seedBlock(),
                    round.supplyMicros(),
                    round.stakeMicros(),
                    round.inflationPpb(),
                    round.mintableMicros(),
                    round.mintedMicros(),
                    round.activeSetSize(),
                    round.minSelfBond(),
                    round.minOnlineSeconds(),
                    round.unseatedMicros(),
                    round.draw().isPresent() ? round.draw().getAsLong() : null,
                    elected.stream().map(Standing::of).toList());
        }
    }

    public record Standings(List<Standing> standings) {}

    /**
     * A transcoder when the round started.
     *
     * @param place from 1: candidates in the order of the election, then the others
     * @param registration from 0; of equal stakes the earlier one goes first
     * @param stakeMicros noted at the election
     * @param ownMicros its own position's value
     * @param candidate whether it could be elected: own position large enough, not resigned, not jailed
     * @param seat rank, lot or none
     * @param available whether it said in the round that it is there
     */
    public record Standing(
            int place,
            String transcoder,
            long registration,
            long stakeMicros,
            long ownMicros,
            boolean candidate,
            String seat,
            boolean available) {
        static Standing of(RoundStanding one) {
            return new Standing(
                    one.place(),
                    one.transcoder(),
                    one.registration(),
                    one.stakeMicros(),
                    one.ownMicros(),
                    one.candidate(),
                    one.seat(),
                    one.available());
        }
    }

    /** @param next to be asked for with {@code before=}; not there after the oldest */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Movements(
            List<MovementView> movements, @Nullable String next) {}

    /**
     * @param id block and line of it
     * @param kind genesis, transfer, grant, receipt, closeGrant, grantEnded, bond, cancelPending, withdraw, rebond,
     *     claimFees, bondBox, transcodeFee, found or reward
     * @param about the grant, box, transcoder, lock or other account that it is about
     * @param deltaMicros negative if it left
     * @param balanceMicros free to spend afterwards
     */
    public record MovementView(
            String id,
            long block,
            long round,
            Instant time,
            String kind,
            String about,
            long deltaMicros,
            long balanceMicros) {
        static MovementView of(BookedMovement one) {
            return new MovementView(
                    one.block() + "." + one.line(),
                    one.block(),
                    one.round(),
                    Instant.ofEpochMilli(one.timeMillis()),
                    one.kind(),
                    one.about(),
                    one.deltaMicros(),
                    one.balanceMicros());
        }
    }

    public record Positions(List<Position> positions) {}

    /**
     * @param valueMicros its part of the pool's stake today
     * @param pendingMicros in line until the next round starts
     * @param feesMicros what could be claimed
     */
    public record Position(String delegator, String transcoder, long valueMicros, long pendingMicros, long feesMicros) {
        static Position of(PositionInPool one) {
            PositionStanding position = one.position();
            TranscoderStanding pool = one.pool();
            boolean empty = position.shares().signum() == 0;
            BigInteger value = empty
                    ? BigInteger.ZERO
                    : position.shares()
                            .multiply(BigInteger.valueOf(pool.stakeMicros()))
                            .divide(pool.shares());
            BigInteger fees = empty
                    ? BigInteger.ZERO
                    : position.shares()
                            .multiply(pool.feeFactor().subtract(position.lastFactor()))
                            .divide(FACTOR_UNIT);
            return new Position(
                    position.delegator(),
                    position.transcoder(),
                    value.longValueExact(),
                    position.pendingMicros(),
                    position.feesMicros() + fees.longValueExact());
        }
    }

    public record Locks(List<LockView> locks) {}

    /** @param from the transcoder or the box that it came out of */
    public record LockView(
            long number, String owner, boolean ofPool, String from, long micros, long madeRound, long opensRound) {
        static LockView of(LockStanding one) {
            return new LockView(
                    one.number(),
                    one.owner(),
                    one.ofPool(),
                    one.from(),
                    one.micros(),
                    one.madeRound(),
                    one.opensRound());
        }
    }

    public record Transcoders(List<Transcoder> transcoders) {}

    /**
     * @param notice a change of cut and fee share that waits
     * @param jailedUntilRound the last round in which it is no candidate; −1 if it never was jailed
     * @param stakeMicros in its pool
     * @param feesMicros of its delegators, not claimed yet
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Transcoder(
            String id,
            long registration,
            long pricePerSegmentMicros,
            long nextPricePerSegmentMicros,
            long blockRewardCutPpm,
            long feeSharePpm,
            @Nullable Notice notice,
            boolean resigned,
            long jailedUntilRound,
            long stakeMicros,
            long feesMicros) {
        static Transcoder of(TranscoderStanding one) {
            return new Transcoder(
                    one.id(),
                    one.registration(),
                    one.priceMicros(),
                    one.nextPriceMicros(),
                    one.blockRewardCutPpm(),
                    one.feeSharePpm(),
                    one.notice().map(Notice::of).orElse(null),
                    one.resigned(),
                    one.jailedUntil(),
                    one.stakeMicros(),
                    one.feesMicros());
        }
    }

    /** @param dueRound from this round on it is so */
    public record Notice(long blockRewardCutPpm, long feeSharePpm, long dueRound) {
        static Notice of(TranscoderStanding.Notice one) {
            return new Notice(one.blockRewardCutPpm(), one.feeSharePpm(), one.dueRound());
        }
    }

    public record Boxes(List<Box> boxes) {}

    /**
     * A box in the running round.
     *
     * @param owner who is paid for it
     * @param capacityKbps 0 until the network measures it
     * @param onlineSeconds it had a session so long in this round, by what the ledger was told last
     * @param qualified whether it counts for rewards of ability; no box does until capacity is measured
     * @param burnedMicros fees burned on its signed traffic
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Box(
            String id,
            @Nullable String owner,
            long bondMicros,
            long capacityKbps,
            long onlineSeconds,
            boolean qualified,
            long burnedMicros) {
        static Box of(BoxStanding one) {
            return new Box(
                    one.id(),
                    one.owner().orElse(null),
                    one.bondMicros(),
                    one.capacityKbps(),
                    one.onlineSeconds(),
                    one.qualified(),
                    one.burnedMicros());
        }
    }

    public record Grants(List<GrantView> grants) {}

    /**
     * @param state open or closed
     * @param earnedMicros what the box's payee got
     */
    public record GrantView(
            String id,
            String state,
            String box,
            boolean signed,
            long maxBytes,
            long pricePerGiBMicros,
            long expiresRound,
            long settledBytes,
            long paidMicros,
            long burnedMicros,
            long earnedMicros,
            long escrowMicros) {
        static GrantView of(BookedGrant one) {
            GrantPosition grant = one.position();
            return new GrantView(
                    grant.terms().id(),
                    one.open() ? "open" : "closed",
                    grant.terms().box(),
                    grant.terms().signed(),
                    grant.terms().maxBytes(),
                    grant.terms().pricePerGiBMicros(),
                    grant.terms().expiresRound(),
                    grant.settledBytes(),
                    grant.paidMicros(),
                    grant.burnedMicros(),
                    grant.earnedMicros(),
                    grant.escrowMicros());
        }
    }
}
