package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.BOX_BONDED;
import static io.skyv.control.economy.Refusal.INSUFFICIENT_FUNDS;
import static io.skyv.control.economy.Refusal.INSUFFICIENT_STAKE;
import static io.skyv.control.economy.Refusal.INVALID_AMOUNT;
import static io.skyv.control.economy.Refusal.INVALID_ID;
import static io.skyv.control.economy.Refusal.INVALID_PARAMETER;
import static io.skyv.control.economy.Refusal.NOT_OWNER;
import static io.skyv.control.economy.Refusal.TOO_MANY_LOCKS;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.id.Ids;

/** Boxes: their owners, their bonds, and what the network says of them in a round. */
final class Boxes {
    /** Highest figure that the network can say of a box. */
    static final long MAX_FIGURE = 1_000_000_000;

    private final State state;

    Boxes(State state) {
        this.state = state;
    }

    Outcome assign(Operation.AssignBox assign) {
        if (!Ids.isValid(assign.box()) || !Ids.isValid(assign.owner())) {
            return INVALID_ID.outcome();
        }
        Box known = state.boxes.get(assign.box());
        if (known != null && known.bondMicros != 0 && !known.isOwnedBy(assign.owner())) {
            return BOX_BONDED.outcome();
        }
        Box box = state.box(assign.box());
        box.assign(assign.owner());
        state.touched.box(box);
        return Outcome.Applied.NOTHING_MOVED;
    }

    Outcome bond(Operation.BondBox bond) {
        if (!Ids.isValid(bond.owner()) || !Ids.isValid(bond.box())) {
            return INVALID_ID.outcome();
        }
        long amount = bond.amountMicros();
        if (!Money.isAmount(amount)) {
            return INVALID_AMOUNT.outcome();
        }
        Box box = state.boxes.get(bond.box());
        if (box == null || !box.isOwnedBy(bond.owner())) {
            return NOT_OWNER.outcome();
        }
        if (amount > state.money.liquidMicros(bond.owner())) {
            return INSUFFICIENT_FUNDS.outcome();
        }
        state.money.put(bond.owner(), Place.BOX_BONDS, amount);
        box.bondMicros += amount;
        state.touched.box(box);
        return Outcome.Applied.moved(amount);
    }

    Outcome unbond(Operation.UnbondBox unbond) {
        if (!Ids.isValid(unbond.owner()) || !Ids.isValid(unbond.box())) {
            return INVALID_ID.outcome();
        }
        long amount = unbond.amountMicros();
        if (!Money.isAmount(amount)) {
            return INVALID_AMOUNT.outcome();
        }
        Box box = state.boxes.get(unbond.box());
        if (box == null || !box.isOwnedBy(unbond.owner())) {
            return NOT_OWNER.outcome();
        }
        if (amount > box.bondMicros) {
            return INSUFFICIENT_STAKE.outcome();
        }
        if (box.locks.countOf(unbond.owner()) >= Staking.MAX_LOCKS) {
            return TOO_MANY_LOCKS.outcome();
        }
        box.bondMicros -= amount;
        state.money.move(Place.BOX_BONDS, Place.LOCKS, amount);
        long opensRound = state.round + state.parameter(Parameter.UNBONDING_ROUNDS);
        Lock lock = new Lock(++state.lastLock, unbond.owner(), box, amount, state.round, opensRound);
        state.addLock(lock);
        return new Outcome.Applied(amount, 0, 0, lock.number);
    }

    Outcome online(Operation.Online online) {
        if (!Ids.isValid(online.box())) {
            return INVALID_ID.outcome();
        }
        if (!isFigure(online.capacityKbps()) || !isFigure(online.seconds())) {
            return INVALID_PARAMETER.outcome();
        }
        Box box = state.notedBox(online.box());
        box.seen = true;
        box.capacityKbps = online.capacityKbps();
        box.onlineSeconds = online.seconds();
        box.qualified = online.qualified();
        state.touched.box(box);
        return Outcome.Applied.NOTHING_MOVED;
    }

    Outcome cosigned(Operation.Cosigned cosigned) {
        if (!Ids.isValid(cosigned.box())) {
            return INVALID_ID.outcome();
        }
        if (!isFigure(cosigned.heads()) || !isFigure(cosigned.of()) || cosigned.heads() > cosigned.of()) {
            return INVALID_PARAMETER.outcome();
        }
        Box box = state.notedBox(cosigned.box());
        box.counted = true;
        box.heads = cosigned.heads();
        box.headsOf = cosigned.of();
        state.touched.box(box);
        return Outcome.Applied.NOTHING_MOVED;
    }

    private static boolean isFigure(long value) {
        return value >= 0 && value <= MAX_FIGURE;
    }
}
