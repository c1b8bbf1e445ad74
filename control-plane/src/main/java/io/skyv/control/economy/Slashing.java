package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.ALREADY_SLASHED;
import static io.skyv.control.economy.Refusal.INVALID_ID;
import static io.skyv.control.economy.Refusal.INVALID_PARAMETER;
import static io.skyv.control.economy.Refusal.UNKNOWN_TRANSCODER;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.id.Ids;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What those lose who broke the rules. */
final class Slashing {
    private final State state;

    Slashing(State state) {
        this.state = state;
    }

    Outcome slash(Operation.Slash slash) {
        if (!Ids.isValid(slash.offence()) || !Ids.isValid(slash.transcoder()) || !Ids.isValid(slash.finder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(slash.transcoder());
        if (pool == null) {
            return UNKNOWN_TRANSCODER.outcome();
        }
        Refusal refusal = refusal(slash.offence(), slash.ppm(), slash.offenceRound());
        if (refusal != null) {
            return refusal.outcome();
        }
        state.offences.add(slash.offence());
        long poolLoss = Exact.up(pool.stakeMicros, slash.ppm(), Parameters.PPM);
        long ownLoss = ownPart(pool, poolLoss);
        pool.stakeMicros -= poolLoss;
        state.touched.pool(pool);
        Cut cut = cutLocks(pool.locks, slash.ppm(), slash.offenceRound(), pool.transcoder);
        long finderMicros = payFinder(slash.finder(), ownLoss + cut.ofOwner, poolLoss, cut.all, Place.STAKE);
        unseat(pool);
        pool.jailedUntil = state.round + state.parameter(Parameter.JAIL_ROUNDS);
        return new Outcome.Applied(finderMicros, 0, poolLoss + cut.all - finderMicros + closeIfTooSmall(pool), 0);
    }

    Outcome slashBox(Operation.SlashBox slash) {
        if (!Ids.isValid(slash.offence()) || !Ids.isValid(slash.box()) || !Ids.isValid(slash.finder())) {
            return INVALID_ID.outcome();
        }
        Refusal refusal = refusal(slash.offence(), slash.ppm(), slash.offenceRound());
        if (refusal != null) {
            return refusal.outcome();
        }
        state.offences.add(slash.offence());
        Box box = state.boxes.get(slash.box());
        if (box == null) {
            return Outcome.Applied.NOTHING_MOVED;
        }
        long bondLoss = Exact.up(box.bondMicros, slash.ppm(), Parameters.PPM);
        box.bondMicros -= bondLoss;
        state.touched.box(box);
        Cut cut = cutLocks(box.locks, slash.ppm(), slash.offenceRound(), "");
        long penalty = bondLoss + cut.all;
        long finderMicros = payFinder(slash.finder(), penalty, bondLoss, cut.all, Place.BOX_BONDS);
        return new Outcome.Applied(finderMicros, 0, penalty - finderMicros, 0);
    }

    private @Nullable Refusal refusal(String offence, long ppm, long offenceRound) {
        if (!Money.isRatio(ppm) || offenceRound < 0 || offenceRound > state.round) {
            return INVALID_PARAMETER;
        }
        return state.offences.contains(offence) ? ALREADY_SLASHED : null;
    }

    /** The part of the pool's loss that is the transcoder's own, by its shares. */
    private static long ownPart(Pool pool, long poolLoss) {
        Position own = pool.find(pool.transcoder);
        if (own == null || own.shares.signum() == 0) {
            return 0;
        }
        return BigInteger.valueOf(poolLoss)
                .multiply(own.shares)
                .divide(pool.shares)
                .longValueExact();
    }

    /** What locks lost, all of them and those of the one owner. */
    private record Cut(long all, long ofOwner) {}

    private Cut cutLocks(LockList locks, long ppm, long sinceRound, String owner) {
        long all = 0;
        long ofOwner = 0;
        Lock lock = locks.newest();
        while (lock != null && lock.madeRound >= sinceRound) {
            Lock older = lock.older;
            long loss = Exact.up(lock.micros, ppm, Parameters.PPM);
            lock.micros -= loss;
            state.touched.lock(lock);
            all += loss;
            ofOwner += lock.owner.equals(owner) ? loss : 0;
            if (lock.micros == 0) {
                state.removeLock(lock);
            }
            lock = older;
        }
        return new Cut(all, ofOwner);
    }

    /** The finder's part comes out of what was lost; all else is burned. */
    private long payFinder(String finder, long ownLoss, long stakeLoss, long locksLoss, Place stake) {
        long finderMicros = Exact.down(ownLoss, state.parameter(Parameter.FINDER_FEE_PPM), Parameters.PPM);
        // brought together first, since either part alone can be less than what the finder gets
        state.money.move(stake, Place.LOCKS, stakeLoss);
        state.money.burnFrom(Place.LOCKS, stakeLoss + locksLoss - finderMicros);
        state.money.give(Place.LOCKS, finder, finderMicros);
        return finderMicros;
    }

    private void unseat(Pool pool) {
        if (pool.seat != null) {
            state.seats.remove(pool.seat);
            pool.seat = null;
        }
    }

    /** @return what was burned because the pool closed */
    private long closeIfTooSmall(Pool pool) {
        long least = Math.max(1, state.parameter(Parameter.MIN_BOND));
        if (!pool.hasShares() || pool.stakeMicros >= least) {
            return 0;
        }
        long left = pool.stakeMicros;
        pool.positions.values().forEach(state.touched::position);
        pool.close();
        state.money.burnFrom(Place.STAKE, left);
        return left;
    }
}
