package io.skyv.control.economy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What rules have changed since somebody last asked. Each thing knows itself whether it was marked, since a look into a map
 * for each change would cost as much as the change.
 */
final class Touched {
    private final List<Account> accounts = new ArrayList<>();
    private final List<Pool> pools = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();
    private final List<Lock> locks = new ArrayList<>();
    private final List<Escrow> grants = new ArrayList<>();

    void account(Account account) {
        if (!account.touched) {
            account.touched = true;
            accounts.add(account);
        }
    }

    void pool(Pool pool) {
        if (!pool.touched) {
            pool.touched = true;
            pools.add(pool);
        }
    }

    /** The pool too. */
    void position(Position position) {
        if (!position.touched) {
            position.touched = true;
            positions.add(position);
        }
        pool(position.pool);
    }

    void box(Box box) {
        if (!box.touched) {
            box.touched = true;
            boxes.add(box);
        }
    }

    void lock(Lock lock) {
        if (!lock.touched) {
            lock.touched = true;
            locks.add(lock);
        }
    }

    void grant(Escrow grant) {
        if (!grant.touched) {
            grant.touched = true;
            grants.add(grant);
        }
    }

    void everythingOf(State state) {
        state.money.accounts.values().forEach(this::account);
        state.pools.values().forEach(pool -> {
            pool(pool);
            pool.positions.values().forEach(this::position);
        });
        state.boxes.values().forEach(this::box);
        state.locks.values().forEach(this::lock);
        state.grants.values().forEach(this::grant);
    }

    void forget() {
        accounts.forEach(account -> account.touched = false);
        accounts.clear();
        pools.forEach(pool -> pool.touched = false);
        pools.clear();
        positions.forEach(position -> position.touched = false);
        positions.clear();
        boxes.forEach(box -> box.touched = false);
        boxes.clear();
        locks.forEach(lock -> lock.touched = false);
        locks.clear();
        grants.forEach(grant -> grant.touched = false);
        grants.clear();
    }

    /** What was changed, as it is now; nothing is changed any more afterwards. */
    Changes take(State state) {
        Map<String, Long> balances = new LinkedHashMap<>();
        accounts.forEach(account -> balances.put(account.id, account.liquidMicros));
        Map<String, GrantPosition> open = new LinkedHashMap<>();
        Map<String, GrantPosition> closed = new LinkedHashMap<>();
        for (Escrow grant : grants) {
            String id = grant.terms.id();
            Escrow now = state.grants.get(id);
            if (now == grant) {
                open.put(id, GrantPosition.of(grant, true));
            } else if (now == null) {
                closed.put(id, GrantPosition.of(grant, false));
            } // else its id was used again by now, and of one id only the newest counts
        }
        Changes changes = new Changes(
                state.totals(),
                state.parameters,
                state.seats.stream().map(SeatStanding::of).toList(),
                balances,
                pools.stream().map(TranscoderStanding::of).toList(),
                changedPositions(),
                boxes.stream().map(BoxStanding::of).toList(),
                locks.stream()
                        .map(lock -> LockStanding.of(lock, state.locks.containsKey(lock.number)))
                        .toList(),
                open,
                closed);
        forget();
        return changes;
    }

    /** Each once: one that was dropped, and perhaps made anew, counts as it is now. */
    private List<PositionStanding> changedPositions() {
        List<PositionStanding> changed = new ArrayList<>(positions.size());
        Map<String, PositionStanding> gone = new LinkedHashMap<>();
        for (Position position : positions) {
            Position now = position.pool.find(position.delegator);
            if (now == position) {
                changed.add(PositionStanding.of(position));
            } else if (now == null) {
                gone.put(position.delegator + "@" + position.pool.transcoder, PositionStanding.of(position));
            }
        }
        changed.addAll(gone.values());
        return changed;
    }
}
