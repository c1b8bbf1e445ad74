package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.INVALID_ID;
import static io.skyv.control.economy.Refusal.NOT_OWNER;
import static io.skyv.control.economy.Refusal.STILL_UNBONDING;
import static io.skyv.control.economy.Refusal.UNKNOWN_LOCK;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.id.Ids;
import org.jspecify.annotations.Nullable;

/** The two ways out of a lock: into the owner's hands, or back to where the money came from. */
final class Locks {
    private final State state;

    Locks(State state) {
        this.state = state;
    }

    Outcome withdraw(Operation.Withdraw withdraw) {
        if (!Ids.isValid(withdraw.owner())) {
            return INVALID_ID.outcome();
        }
        Lock lock = find(withdraw.lock(), withdraw.owner());
        if (lock == null) {
            return UNKNOWN_LOCK.outcome();
        }
        if (state.round < lock.opensRound) {
            return STILL_UNBONDING.outcome();
        }
        state.removeLock(lock);
        state.money.give(Place.LOCKS, lock.owner, lock.micros);
        return Outcome.Applied.moved(lock.micros);
    }

    Outcome rebond(Operation.Rebond rebond) {
        if (!Ids.isValid(rebond.owner())) {
            return INVALID_ID.outcome();
        }
        Lock lock = find(rebond.lock(), rebond.owner());
        if (lock == null) {
            return UNKNOWN_LOCK.outcome();
        }
        if (lock.box != null) {
            return rebondBox(lock, lock.box);
        }
        Position from = lock.position;
        if (from == null) {
            throw new BrokenBooksException("lock " + lock.number + " came from nowhere");
        }
        if (from.pool.enter(from, lock.micros)) {
            state.money.move(Place.LOCKS, Place.STAKE, lock.micros);
        } else {
            state.money.give(Place.LOCKS, lock.owner, lock.micros);
        }
        state.removeLock(lock);
        return Outcome.Applied.moved(lock.micros);
    }

    private Outcome rebondBox(Lock lock, Box box) {
        if (!box.isOwnedBy(lock.owner)) {
            return NOT_OWNER.outcome();
        }
        box.bondMicros += lock.micros;
        state.money.move(Place.LOCKS, Place.BOX_BONDS, lock.micros);
        state.removeLock(lock);
        return Outcome.Applied.moved(lock.micros);
    }

    private @Nullable Lock find(long number, String owner) {
        Lock lock = state.locks.get(number);
        return lock != null && lock.owner.equals(owner) ? lock : null;
    }
}
