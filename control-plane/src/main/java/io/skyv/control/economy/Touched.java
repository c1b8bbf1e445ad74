package io.skyv.control.economy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What rules have changed since somebody last asked. Marking something twice costs next to nothing. */
final class Touched {
    private final List<Account> accounts = new ArrayList<>();
    private final Set<Pool> pools = new LinkedHashSet<>();
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final Set<Box> boxes = new LinkedHashSet<>();
    private final Map<Long, Lock> locks = new LinkedHashMap<>();
    private final Map<String, Escrow> grants = new LinkedHashMap<>();

    void account(Account account) {
        if (!account.touched) {
            account.touched = true;
            accounts.add(account);
        }
    }

    void pool(Pool pool) {
        pools.add(pool);
    }

    /** The pool too. */
    void position(Position position) {
        positions.put(position.delegator + "@" + position.pool.transcoder, position);
        pools.add(position.pool);
    }

    void box(Box box) {
        boxes.add(box);
    }

    void lock(Lock lock) {
        locks.put(lock.number, lock);
    }

    void grant(Escrow grant) {
        grants.put(grant.terms.id(), grant);
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
        pools.clear();
        positions.clear();
        boxes.clear();
        locks.clear();
        grants.clear();
    }

    /** What was changed, as it is now; nothing is changed any more afterwards. */
    Changes take(State state) {
        Map<String, Long> balances = new LinkedHashMap<>();
        accounts.forEach(account -> balances.put(account.id, account.liquidMicros));
        Map<String, GrantPosition> open = new LinkedHashMap<>();
        Map<String, GrantPosition> closed = new LinkedHashMap<>();
        grants.forEach((id, grant) -> {
            boolean isOpen = state.grants.get(id) == grant;
            (isOpen ? open : closed).put(id, GrantPosition.of(grant, isOpen));
        });
        Changes changes = new Changes(
                state.totals(),
                state.parameters,
                state.seats.stream().map(SeatStanding::of).toList(),
                balances,
                pools.stream().map(TranscoderStanding::of).toList(),
                positions.values().stream().map(PositionStanding::of).toList(),
                boxes.stream().map(BoxStanding::of).toList(),
                locks.values().stream()
                        .map(lock -> LockStanding.of(lock, state.locks.containsKey(lock.number)))
                        .toList(),
                open,
                closed);
        forget();
        return changes;
    }
}
