package io.skyv.control.economy;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where everything stands, as people count it; all money in micro-SKYV, and what is zero left out. A copy of all there
 * is: for tests, tools and small networks.
 *
 * @param elected who has a seat: by rank, then the one by lot
 * @param stake by transcoder
 * @param position by {@code delegator@transcoder}
 * @param unbonding by lock
 * @param escrow by grant
 */
public record Standing(
        long round,
        long supply,
        long inflationPpb,
        long mintable,
        List<String> elected,
        SortedMap<String, Long> balance,
        SortedMap<String, Long> stake,
        SortedMap<String, Long> position,
        SortedMap<String, Long> unbonding,
        SortedMap<String, Long> boxBond,
        SortedMap<String, Long> escrow) {
    public Standing {
        elected = List.copyOf(elected);
        balance = withoutZeros(balance);
        stake = withoutZeros(stake);
        position = withoutZeros(position);
        unbonding = withoutZeros(unbonding);
        boxBond = withoutZeros(boxBond);
        escrow = withoutZeros(escrow);
    }

    private static SortedMap<String, Long> withoutZeros(Map<String, Long> map) {
        SortedMap<String, Long> kept = new TreeMap<>(map);
        kept.values().removeIf(micros -> micros == 0);
        return kept;
    }

    static Standing of(State state) {
        SortedMap<String, Long> balance = new TreeMap<>();
        state.money.accounts.values().forEach(account -> balance.put(account.id, account.liquidMicros));
        SortedMap<String, Long> stake = new TreeMap<>();
        SortedMap<String, Long> position = new TreeMap<>();
        for (Pool pool : state.pools.values()) {
            stake.put(pool.transcoder, pool.stakeMicros);
            pool.positions
                    .values()
                    .forEach(one -> position.put(one.delegator + "@" + pool.transcoder, one.valueMicros()));
        }
        SortedMap<String, Long> unbonding = new TreeMap<>();
        state.locks.values().forEach(lock -> unbonding.put(Long.toString(lock.number), lock.micros));
        SortedMap<String, Long> boxBond = new TreeMap<>();
        state.boxes.values().forEach(box -> boxBond.put(box.id, box.bondMicros));
        SortedMap<String, Long> escrow = new TreeMap<>();
        state.grants.values().forEach(grant -> escrow.put(grant.terms.id(), grant.leftMicros));
        return new Standing(
                state.round,
                state.money.supplyMicros(),
                state.inflationPpb,
                state.mintableMicros,
                state.seats.stream().map(seat -> seat.pool.transcoder).toList(),
                balance,
                stake,
                position,
                unbonding,
                boxBond,
                escrow);
    }
}
