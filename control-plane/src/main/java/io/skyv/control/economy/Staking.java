package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.BELOW_MINIMUM_BOND;
import static io.skyv.control.economy.Refusal.INSUFFICIENT_FUNDS;
import static io.skyv.control.economy.Refusal.INSUFFICIENT_STAKE;
import static io.skyv.control.economy.Refusal.INVALID_AMOUNT;
import static io.skyv.control.economy.Refusal.INVALID_ID;
import static io.skyv.control.economy.Refusal.INVALID_PARAMETER;
import static io.skyv.control.economy.Refusal.NOTHING_PENDING;
import static io.skyv.control.economy.Refusal.NOT_ELECTED;
import static io.skyv.control.economy.Refusal.TOO_MANY_LOCKS;
import static io.skyv.control.economy.Refusal.UNKNOWN_TRANSCODER;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.id.Ids;
import org.jspecify.annotations.Nullable;

/** Transcoders, and what is bonded to them. */
final class Staking {
    /** Open locks of one owner and one pool or box. */
    static final int MAX_LOCKS = 16;

    static final long MAX_PRICE_MICROS = 1_000_000_000_000L;

    private final State state;

    Staking(State state) {
        this.state = state;
    }

    Outcome register(Operation.Register register) {
        if (!Ids.isValid(register.transcoder())) {
            return INVALID_ID.outcome();
        }
        if (!Money.isRatio(register.blockRewardCutPpm())
                || !Money.isRatio(register.feeSharePpm())
                || register.pricePerSegmentMicros() < 0
                || register.pricePerSegmentMicros() > MAX_PRICE_MICROS) {
            return INVALID_PARAMETER.outcome();
        }
        Pool known = state.pool(register.transcoder());
        if (known == null) {
            Pool pool = new Pool(register.transcoder(), state.registrations++);
            pool.priceMicros = register.pricePerSegmentMicros();
            pool.blockRewardCutPpm = register.blockRewardCutPpm();
            pool.feeSharePpm = register.feeSharePpm();
            pool.nextPriceMicros = pool.priceMicros;
            state.pools.put(pool.transcoder, pool);
            state.touched.pool(pool);
        } else {
            known.resigned = false;
            known.nextPriceMicros = register.pricePerSegmentMicros();
            known.notice = notice(known, register);
            state.touched.pool(known);
        }
        return Outcome.Applied.NOTHING_MOVED;
    }

    private Pool.@Nullable Notice notice(Pool pool, Operation.Register register) {
        if (register.blockRewardCutPpm() == pool.blockRewardCutPpm && register.feeSharePpm() == pool.feeSharePpm) {
            return null;
        }
        long dueRound = state.round + state.parameter(Parameter.UNBONDING_ROUNDS) + 1;
        return new Pool.Notice(register.blockRewardCutPpm(), register.feeSharePpm(), dueRound);
    }

    Outcome bond(Operation.Bond bond) {
        if (!Ids.isValid(bond.delegator()) || !Ids.isValid(bond.transcoder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(bond.transcoder());
        if (pool == null) {
            return UNKNOWN_TRANSCODER.outcome();
        }
        long amount = bond.amountMicros();
        if (!Money.isAmount(amount)) {
            return INVALID_AMOUNT.outcome();
        }
        if (amount < state.parameter(Parameter.MIN_BOND)) {
            return BELOW_MINIMUM_BOND.outcome();
        }
        if (amount > state.money.liquidMicros(bond.delegator())) {
            return INSUFFICIENT_FUNDS.outcome();
        }
        state.money.put(bond.delegator(), Place.PENDING, amount);
        Position position = pool.position(bond.delegator());
        position.pendingMicros += amount;
        pool.standInLine(position);
        state.touched.position(position);
        return Outcome.Applied.moved(amount);
    }

    Outcome cancelPending(Operation.CancelPending cancel) {
        if (!Ids.isValid(cancel.delegator()) || !Ids.isValid(cancel.transcoder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(cancel.transcoder());
        if (pool == null) {
            return UNKNOWN_TRANSCODER.outcome();
        }
        Position position = pool.find(cancel.delegator());
        if (position == null || position.pendingMicros == 0) {
            return NOTHING_PENDING.outcome();
        }
        long amount = position.pendingMicros;
        position.pendingMicros = 0;
        state.touched.position(position);
        state.money.give(Place.PENDING, cancel.delegator(), amount);
        return Outcome.Applied.moved(amount);
    }

    Outcome unbond(Operation.Unbond unbond) {
        if (!Ids.isValid(unbond.delegator()) || !Ids.isValid(unbond.transcoder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(unbond.transcoder());
        if (pool == null) {
            return UNKNOWN_TRANSCODER.outcome();
        }
        long amount = unbond.amountMicros();
        if (!Money.isAmount(amount)) {
            return INVALID_AMOUNT.outcome();
        }
        Position position = pool.find(unbond.delegator());
        long value = position == null ? 0 : position.valueMicros();
        if (position == null || amount > value) {
            return INSUFFICIENT_STAKE.outcome();
        }
        if (value > amount && value - amount < state.parameter(Parameter.MIN_BOND)) {
            return BELOW_MINIMUM_BOND.outcome();
        }
        if (position.openLocks >= MAX_LOCKS) {
            return TOO_MANY_LOCKS.outcome();
        }
        return lock(pool, position, amount);
    }

    private Outcome lock(Pool pool, Position position, long amount) {
        pool.leave(position, amount);
        state.money.move(Place.STAKE, Place.LOCKS, amount);
        long opensRound = state.round + state.parameter(Parameter.UNBONDING_ROUNDS);
        Lock lock = new Lock(++state.lastLock, position, amount, state.round, opensRound);
        state.addLock(lock);
        return new Outcome.Applied(amount, 0, burnDust(pool), lock.number);
    }

    /** Stake that nobody has shares of is burned. */
    private long burnDust(Pool pool) {
        if (pool.hasShares() || pool.stakeMicros == 0) {
            return 0;
        }
        long dust = pool.stakeMicros;
        pool.stakeMicros = 0;
        state.money.burnFrom(Place.STAKE, dust);
        return dust;
    }

    Outcome resign(Operation.Resign resign) {
        if (!Ids.isValid(resign.transcoder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(resign.transcoder());
        if (pool == null) {
            return UNKNOWN_TRANSCODER.outcome();
        }
        pool.resigned = true;
        state.touched.pool(pool);
        return Outcome.Applied.NOTHING_MOVED;
    }

    Outcome availability(Operation.Availability availability) {
        if (!Ids.isValid(availability.transcoder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(availability.transcoder());
        if (pool == null || pool.seat == null) {
            return NOT_ELECTED.outcome();
        }
        pool.seat.available = true;
        return Outcome.Applied.NOTHING_MOVED;
    }
}
