package io.skyv.control.economy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that the economics remember. Rules read and change it; it has none of its own. */
final class State {
    long round;
    long inflationPpb;
    long mintableMicros;
    Parameters parameters;
    /** Changes that take effect when the next round starts. */
    final Map<Parameter, Long> changes = new EnumMap<>(Parameter.class);

    final Touched touched = new Touched();
    final Holdings money = new Holdings(touched);
    final Map<String, Pool> pools = new HashMap<>();
    long registrations;

    final Map<Long, Lock> locks = new HashMap<>();
    /** Number of the newest lock there ever was. */
    long lastLock;

    final Map<String, Box> boxes = new HashMap<>();
    /** Boxes with figures of this round. */
    List<Box> notedBoxes = new ArrayList<>();

    final Map<String, Escrow> grants = new HashMap<>();
    /** Open grants by the round in which they close by themselves. */
    final Map<Long, List<Escrow>> closings = new HashMap<>();

    final Set<String> offences = new HashSet<>();
    /** Who has a seat now: first those by rank, then the one by lot. */
    List<Seat> seats = new ArrayList<>();
    /** What was noted at the election, together; also of those who lost their seat since. */
    long notedMicros;

    State(Parameters parameters, long inflationPpb) {
        this.parameters = parameters;
        this.inflationPpb = inflationPpb;
    }

    long parameter(Parameter parameter) {
        return parameters.get(parameter);
    }

    @Nullable
    Pool pool(String transcoder) {
        return pools.get(transcoder);
    }

    Box box(String id) {
        Box box = boxes.get(id);
        if (box == null) {
            box = new Box(id);
            boxes.put(id, box);
        }
        return box;
    }

    /** The box, of which something is known in this round. */
    Box notedBox(String id) {
        return noted(box(id));
    }

    Box noted(Box box) {
        if (!box.noted) {
            box.noted = true;
            notedBoxes.add(box);
        }
        return box;
    }

    void addLock(Lock lock) {
        locks.put(lock.number, lock);
        touch(lock);
        if (lock.position != null) {
            lock.position.openLocks++;
            lock.position.pool.locks.add(lock);
        }
        if (lock.box != null) {
            lock.box.locks.add(lock);
        }
    }

    /** Its money is somewhere else by now. */
    void removeLock(Lock lock) {
        locks.remove(lock.number);
        touch(lock);
        if (lock.position != null) {
            lock.position.openLocks--;
            lock.position.pool.locks.remove(lock);
            lock.position.pool.dropIfEmpty(lock.position);
        }
        if (lock.box != null) {
            lock.box.locks.remove(lock);
        }
    }

    /** The lock changed, and where it came from. */
    void touch(Lock lock) {
        touched.lock(lock);
        if (lock.position != null) {
            touched.position(lock.position);
        }
        if (lock.box != null) {
            touched.box(lock.box);
        }
    }

    Totals totals() {
        return new Totals(
                round,
                money.supplyMicros(),
                money.burnedMicros(),
                money.liquidMicros(),
                money.heldMicros(Holdings.Place.PENDING),
                money.heldMicros(Holdings.Place.STAKE),
                money.heldMicros(Holdings.Place.FEES),
                money.heldMicros(Holdings.Place.BOX_BONDS),
                money.heldMicros(Holdings.Place.LOCKS),
                money.heldMicros(Holdings.Place.ESCROW),
                grants.size(),
                inflationPpb,
                mintableMicros);
    }

    void addGrant(Escrow grant) {
        touched.grant(grant);
        grants.put(grant.terms.id(), grant);
        List<Escrow> together = closings.computeIfAbsent(grant.closesRound, _ -> new ArrayList<>());
        grant.closingTogether = together;
        grant.placeAmongThem = together.size();
        together.add(grant);
    }

    void removeGrant(Escrow grant) {
        touched.grant(grant);
        grants.remove(grant.terms.id());
        List<Escrow> together = grant.closingTogether;
        Escrow last = together.removeLast();
        if (last != grant) {
            together.set(grant.placeAmongThem, last);
            last.placeAmongThem = grant.placeAmongThem;
        }
        if (together.isEmpty()) {
            closings.remove(grant.closesRound);
        }
    }
}
