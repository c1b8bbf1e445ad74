package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.INVALID_PARAMETER;
import static io.skyv.control.economy.Refusal.NOT_BEGUN;

import io.skyv.control.economy.Holdings.Place;
import java.util.ArrayList;
import java.util.List;

/** A round starts: the ended one is paid, what was waiting takes effect, seats are given. */
final class RoundStart {
    private static final int SEED_DIGITS = 64;

    private final State state;
    private final Grants grants;
    private final RoundPay pay;
    private final Election election;

    RoundStart(State state, Grants grants) {
        this.state = state;
        this.grants = grants;
        this.pay = new RoundPay(state);
        this.election = new Election(state);
    }

    Outcome start(Operation.StartRound start) {
        if (!isSeed(start.seed())) {
            return INVALID_PARAMETER.outcome();
        }
        if (state.money.supplyMicros() == 0) {
            return NOT_BEGUN.outcome();
        }
        long minted = state.round >= 1 ? pay.pay() : 0;
        endRound();
        state.round++;
        state.parameters = state.parameters.with(state.changes);
        state.changes.clear();
        long moved = 0;
        for (Pool pool : state.pools.values()) {
            state.touched.pool(pool);
            moved += admitLine(pool);
            changeTerms(pool);
        }
        moved += closeGrants();
        steerInflation();
        election.elect(start.seed());
        return new Outcome.Applied(moved, minted, 0, 0);
    }

    private static boolean isSeed(String seed) {
        return seed.length() == SEED_DIGITS && seed.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** What was known of boxes in the ended round counts no more. */
    private void endRound() {
        for (Box box : state.notedBoxes) {
            box.forgetRound();
            state.touched.box(box);
        }
        state.notedBoxes = new ArrayList<>();
    }

    /** Pools do not touch each other: only the order of delegators in each makes a difference. */
    private long admitLine(Pool pool) {
        long moved = 0;
        for (Position position : pool.takeLine()) {
            long micros = position.pendingMicros;
            position.pendingMicros = 0;
            state.touched.position(position);
            if (micros > 0) {
                if (pool.enter(position, micros)) {
                    state.money.move(Place.PENDING, Place.STAKE, micros);
                } else {
                    state.money.give(Place.PENDING, position.delegator, micros);
                }
                moved += micros;
            }
            pool.dropIfEmpty(position);
        }
        return moved;
    }

    private void changeTerms(Pool pool) {
        pool.priceMicros = pool.nextPriceMicros;
        Pool.Notice notice = pool.notice;
        if (notice != null && notice.dueRound() <= state.round) {
            pool.blockRewardCutPpm = notice.blockRewardCutPpm();
            pool.feeSharePpm = notice.feeSharePpm();
            pool.notice = null;
        }
    }

    private long closeGrants() {
        long moved = 0;
        for (Escrow grant : List.copyOf(state.closings.getOrDefault(state.round, List.of()))) {
            moved += grants.giveBack(grant);
        }
        return moved;
    }

    private void steerInflation() {
        long supply = state.money.supplyMicros();
        long bondedPpm = Exact.down(state.money.heldMicros(Place.STAKE), Parameters.PPM, supply);
        long targetPpm = state.parameter(Parameter.TARGET_BONDING_PPM);
        long change = state.parameter(Parameter.INFLATION_CHANGE_PPB);
        if (bondedPpm < targetPpm) {
            state.inflationPpb = Math.min(state.inflationPpb + change, Economy.MAX_INFLATION_PPB);
        } else if (bondedPpm > targetPpm) {
            state.inflationPpb = Math.max(state.inflationPpb - change, 0);
        }
        state.mintableMicros = Math.min(
                Exact.down(supply, state.inflationPpb, Economy.MAX_INFLATION_PPB), Economy.MAX_SUPPLY_MICROS - supply);
    }
}
