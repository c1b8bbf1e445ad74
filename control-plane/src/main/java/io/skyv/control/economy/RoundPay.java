package io.skyv.control.economy;

import io.skyv.control.economy.Holdings.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Pays the ended round, with its own parameters. What a pool does not award is not minted. */
final class RoundPay {
    private final State state;
    private long mintedMicros;

    RoundPay(State state) {
        this.state = state;
    }

    /** @return what was minted, in micro-SKYV */
    long pay() {
        mintedMicros = 0;
        long ability = partOf(Parameter.ABILITY_PPM);
        long contribution = partOf(Parameter.CONTRIBUTION_PPM);
        long bookkeeping = partOf(Parameter.BOOKKEEPING_PPM);
        staking(state.mintableMicros - ability - contribution - bookkeeping);
        ability(ability);
        contribution(contribution);
        bookkeeping(bookkeeping);
        return mintedMicros;
    }

    private long partOf(Parameter ppm) {
        return Exact.down(state.mintableMicros, state.parameter(ppm), Parameters.PPM);
    }

    /** Pools do not touch each other, and so the order of ids makes no difference. */
    private void staking(long poolMicros) {
        for (Seat seat : state.seats) {
            if (seat.available && seat.pool.hasShares()) {
                long base = Math.min(seat.notedMicros, seat.pool.stakeMicros);
                reward(seat.pool, Exact.down(poolMicros, base, state.notedMicros));
            }
        }
    }

    private void reward(Pool pool, long rewardMicros) {
        long commission = Exact.down(rewardMicros, pool.blockRewardCutPpm, Parameters.PPM);
        mintedMicros += rewardMicros;
        state.money.mintTo(Place.STAKE, rewardMicros - commission);
        pool.stakeMicros += rewardMicros - commission;
        if (commission == 0) {
            return;
        }
        Position own = pool.position(pool.transcoder);
        state.touched.position(own);
        if (pool.enter(own, commission)) {
            state.money.mintTo(Place.STAKE, commission);
        } else {
            state.money.mintTo(pool.transcoder, commission);
            pool.dropIfEmpty(own);
        }
    }

    private void ability(long poolMicros) {
        long leastSeconds = state.parameter(Parameter.MIN_ONLINE_SECONDS);
        long capKbps = state.parameter(Parameter.CAPACITY_CAP_KBPS);
        apportion(
                poolMicros,
                box -> box.seen && box.qualified && box.onlineSeconds >= leastSeconds && isBonded(box),
                box -> Math.min(box.capacityKbps, capKbps) * box.onlineSeconds);
    }

    private void bookkeeping(long poolMicros) {
        long quorumPpm = state.parameter(Parameter.COSIGN_QUORUM_PPM);
        apportion(
                poolMicros,
                box -> box.counted
                        && box.heads > 0
                        && box.heads * Parameters.PPM >= box.headsOf * quorumPpm
                        && isBonded(box),
                box -> box.heads);
    }

    private void contribution(long poolMicros) {
        long capPpm = state.parameter(Parameter.CONTRIBUTION_CAP_PPM);
        List<Box> boxes = select(box -> box.burnedMicros > 0);
        long[] parts = parts(poolMicros, boxes, box -> box.burnedMicros);
        for (int i = 0; i < parts.length; i++) {
            Box box = boxes.get(i);
            mintFor(box, Math.min(parts[i], Exact.down(box.burnedMicros, capPpm, Parameters.PPM)));
        }
    }

    private boolean isBonded(Box box) {
        return box.bondMicros >= Math.max(1, state.parameter(Parameter.MIN_BOX_BOND));
    }

    private void apportion(long poolMicros, Predicate<Box> who, ToLongFunction<Box> weight) {
        List<Box> boxes = select(who);
        long[] parts = parts(poolMicros, boxes, weight);
        for (int i = 0; i < parts.length; i++) {
            mintFor(boxes.get(i), parts[i]);
        }
    }

    private List<Box> select(Predicate<Box> who) {
        List<Box> selected = new ArrayList<>();
        for (Box box : state.notedBoxes) {
            if (who.test(box)) {
                selected.add(box);
            }
        }
        return selected;
    }

    private static long[] parts(long poolMicros, List<Box> boxes, ToLongFunction<Box> weight) {
        long[] weights = new long[boxes.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight.applyAsLong(boxes.get(i));
        }
        return new Apportionment(boxes, weights).of(poolMicros);
    }

    private void mintFor(Box box, long micros) {
        if (micros > 0) {
            mintedMicros += micros;
            state.money.mintTo(box.payee(state.money), micros);
        }
    }
}
