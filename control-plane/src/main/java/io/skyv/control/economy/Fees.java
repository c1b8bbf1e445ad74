package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.INSUFFICIENT_FUNDS;
import static io.skyv.control.economy.Refusal.INVALID_AMOUNT;
import static io.skyv.control.economy.Refusal.INVALID_ID;
import static io.skyv.control.economy.Refusal.NOTHING_TO_CLAIM;
import static io.skyv.control.economy.Refusal.UNKNOWN_TRANSCODER;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.id.Ids;

/** What transcoders are paid, and their delegators' part of it. */
final class Fees {
    private final State state;

    Fees(State state) {
        this.state = state;
    }

    Outcome transcodeFee(Operation.TranscodeFee fee) {
        if (!Ids.isValid(fee.payer()) || !Ids.isValid(fee.transcoder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(fee.transcoder());
        if (pool == null) {
            return UNKNOWN_TRANSCODER.outcome();
        }
        long amount = fee.amountMicros();
        if (!Money.isAmount(amount)) {
            return INVALID_AMOUNT.outcome();
        }
        if (amount > state.money.liquidMicros(fee.payer())) {
            return INSUFFICIENT_FUNDS.outcome();
        }
        long burned = Exact.up(amount, state.parameter(Parameter.PROTOCOL_FEE_PPM), Parameters.PPM);
        long net = amount - burned;
        long shared = pool.hasShares() ? Exact.down(net, pool.feeSharePpm, Parameters.PPM) : 0;
        state.money.burnFrom(fee.payer(), burned);
        state.money.put(fee.payer(), Place.FEES, net);
        state.money.give(Place.FEES, pool.transcoder, net - shared);
        if (shared > 0) {
            pool.addFees(shared);
        }
        state.touched.pool(pool);
        return new Outcome.Applied(net, 0, burned, 0);
    }

    Outcome claimFees(Operation.ClaimFees claim) {
        if (!Ids.isValid(claim.delegator()) || !Ids.isValid(claim.transcoder())) {
            return INVALID_ID.outcome();
        }
        Pool pool = state.pool(claim.transcoder());
        if (pool == null) {
            return UNKNOWN_TRANSCODER.outcome();
        }
        Position position = pool.find(claim.delegator());
        long due = position == null ? 0 : position.claimableMicros();
        if (position == null || due == 0) {
            return NOTHING_TO_CLAIM.outcome();
        }
        position.feesClaimed();
        state.touched.position(position);
        pool.claimed(due);
        pool.dropIfEmpty(position);
        state.money.give(Place.FEES, claim.delegator(), due);
        return Outcome.Applied.moved(due);
    }
}
