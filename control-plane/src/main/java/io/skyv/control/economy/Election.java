package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Who has seats in the round that starts: the first by stake, and one more that is drawn by stake from the rest. */
final class Election {
    private static final byte[] RANDOM_SEAT = "random-seat".getBytes(StandardCharsets.US_ASCII);
    private static final Comparator<Pool> BY_RANK = Comparator.<Pool>comparingLong(pool -> pool.stakeMicros)
            .reversed()
            .thenComparingLong(pool -> pool.registration);

    private final State state;

    Election(State state) {
        this.state = state;
    }

    void elect(String seed) {
        List<Pool> candidates = candidates();
        int byRank = (int) Math.min(candidates.size(), state.parameter(Parameter.ACTIVE_SET_SIZE));
        List<Seat> seats = new ArrayList<>();
        for (Pool pool : candidates.subList(0, byRank)) {
            seats.add(new Seat(pool, pool.stakeMicros, false));
        }
        if (byRank < candidates.size()) {
            Pool drawn = draw(seed, candidates.subList(byRank, candidates.size()));
            seats.add(new Seat(drawn, drawn.stakeMicros, true));
        }
        seat(seats);
    }

    private List<Pool> candidates() {
        long leastMicros = Math.max(1, state.parameter(Parameter.MIN_SELF_BOND));
        List<Pool> candidates = new ArrayList<>();
        for (Pool pool : state.pools.values()) {
            if (!pool.resigned && pool.jailedUntil < state.round && pool.ownValueMicros() >= leastMicros) {
                candidates.add(pool);
            }
        }
        candidates.sort(BY_RANK);
        return candidates;
    }

    private static Pool draw(String seed, List<Pool> rest) {
        long total = 0;
        for (Pool pool : rest) {
            total += pool.stakeMicros;
        }
        byte[] hash = Digest.sha256(HexFormat.of().parseHex(seed), RANDOM_SEAT).bytes();
        long x = new BigInteger(1, hash).mod(BigInteger.valueOf(total)).longValueExact();
        for (Pool pool : rest) {
            x -= pool.stakeMicros;
            if (x < 0) {
                return pool;
            }
        }
        throw new BrokenBooksException("a draw under the total takes nobody");
    }

    private void seat(List<Seat> seats) {
        state.seats.forEach(seat -> seat.pool.seat = null);
        state.seats = seats;
        state.notedMicros = 0;
        for (Seat seat : seats) {
            seat.pool.seat = seat;
            state.notedMicros += seat.notedMicros;
        }
    }
}
