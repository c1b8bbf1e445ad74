package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;

/** Counts all money one by one, beside the running sums. */
final class Recount {
    private Recount() {}

    static long wealth(State state, String account) {
        long micros = state.money.liquidMicros(account);
        for (Pool pool : state.pools.values()) {
            Position position = pool.find(account);
            if (position != null) {
                micros += position.valueMicros() + position.claimableMicros() + position.pendingMicros;
            }
        }
        for (Lock lock : state.locks.values()) {
            micros += lock.owner.equals(account) ? lock.micros : 0;
        }
        for (Escrow grant : state.grants.values()) {
            micros += grant.terms.payer().equals(account) ? grant.leftMicros : 0;
        }
        for (Box box : state.boxes.values()) {
            micros += account.equals(box.owner) ? box.bondMicros : 0;
        }
        return micros;
    }

    /** Nothing is negative, nothing is held that is not supply, and what is counted twice is counted alike. */
    static void check(State state) {
        long held = 0;
        for (Account account : state.money.accounts.values()) {
            held += notNegative(account.liquidMicros, account.id);
        }
        for (Pool pool : state.pools.values()) {
            held += check(pool);
        }
        for (Lock lock : state.locks.values()) {
            assertTrue(lock.micros > 0, () -> "lock " + lock.number + " is empty");
            held += lock.micros;
        }
        for (Box box : state.boxes.values()) {
            held += notNegative(box.bondMicros, box.id);
        }
        for (Escrow grant : state.grants.values()) {
            held += notNegative(grant.leftMicros, grant.terms.id());
            assertTrue(grant.closesRound > state.round, "a grant outlived its rounds");
        }
        assertEquals(state.money.supplyMicros(), held, "what is held and the supply");
        long seats = state.seats.stream().mapToLong(seat -> seat.notedMicros).sum();
        assertTrue(seats <= state.notedMicros, "more is noted of those with seats than of all");
    }

    private static long check(Pool pool) {
        BigInteger shares = BigInteger.ZERO;
        long claimable = 0;
        long pending = 0;
        long worth = 0;
        for (Position position : pool.positions.values()) {
            shares = shares.add(position.shares);
            claimable += notNegative(position.claimableMicros(), position.delegator);
            pending += notNegative(position.pendingMicros, position.delegator);
            worth += position.valueMicros();
        }
        assertEquals(pool.shares, shares, "shares of the pool and of its positions");
        assertEquals(pool.hasShares(), pool.stakeMicros > 0, "stake without shares, or shares without stake");
        assertTrue(claimable <= pool.unclaimedFeesMicros, "more can be claimed than was paid");
        assertTrue(worth <= pool.stakeMicros, "positions are worth more than the pool");
        return notNegative(pool.stakeMicros, pool.transcoder) + pool.unclaimedFeesMicros + pending;
    }

    private static long notNegative(long micros, String whose) {
        assertTrue(micros >= 0, () -> whose + " has " + micros);
        return micros;
    }
}
