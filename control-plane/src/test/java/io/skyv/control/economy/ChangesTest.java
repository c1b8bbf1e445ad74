package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.proto.sign.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is told of changes, put together, is all there is. */
class ChangesTest {
    private static final int SEEDS = 300;
    private static final int OPERATIONS = 400;

    @Test
    void shouldComeToEverythingWhenAllChangesAreFollowed() {
        Seeds.forAll(SEEDS, seed -> {
            RandomEconomy random = new RandomEconomy(seed);
            Random when = new Random(seed);
            Economy economy = new Economy(random.parameters, random.inflationPpb);
            Followed followed = new Followed();
            economy.apply(random.genesis());
            for (int i = 0; i < OPERATIONS; i++) {
                economy.apply(random.next(economy.standing()));
                if (when.nextInt(8) == 0) {
                    followed.follow(economy.takeChanges());
                    checkIsNow(followed, economy);
                }
            }
            followed.follow(economy.takeChanges());
            Followed everything = new Followed();
            everything.follow(economy.takeEverything());
            assertEquals(everything.all(), followed.all());
        });
    }

    @Test
    void shouldTellNothingTwice() {
        Economy economy = LedgerEncodingTest.settled();
        economy.takeChanges();
        Changes none = economy.takeChanges();
        assertEquals(Map.of(), none.balancesMicros());
        assertEquals(List.of(), none.transcoders());
        assertEquals(List.of(), none.positions());
        assertEquals(List.of(), none.boxes());
        assertEquals(List.of(), none.locks());
        assertEquals(Map.of(), none.openGrants());
        assertEquals(Map.of(), none.closedGrants());
    }

    @Test
    void shouldTellOfAnIdThatWasUsedAgainOnlyWhatItIsNow() {
        Economy economy = LedgerEncodingTest.settled();
        Operation.OpenGrant grant =
                new Operation.OpenGrant("again", "alice", "box", 1, 0, economy.round() + 1, true, 1, 1, Digest.ZERO);
        economy.takeChanges();
        economy.apply(grant);
        economy.apply(new Operation.CloseGrant("again"));
        economy.apply(grant);
        Changes open = economy.takeChanges();
        assertEquals(Set.of("again"), open.openGrants().keySet());
        assertEquals(Map.of(), open.closedGrants());
        economy.apply(new Operation.CloseGrant("again"));
        economy.apply(grant);
        economy.apply(new Operation.CloseGrant("again"));
        Changes closed = economy.takeChanges();
        assertEquals(Map.of(), closed.openGrants());
        assertEquals(Set.of("again"), closed.closedGrants().keySet());
    }

    /** Also held against what people count, which knows nothing of changes. */
    private static void checkIsNow(Followed followed, Economy economy) {
        Standing standing = economy.standing();
        assertEquals(standing.balance(), followed.balances);
        TreeMap<String, Long> escrow = new TreeMap<>();
        followed.grants.forEach((id, grant) -> escrow.put(id, grant.escrowMicros()));
        escrow.values().removeIf(micros -> micros == 0);
        assertEquals(standing.escrow(), escrow);
        assertEquals(
                standing.elected(),
                followed.seats.stream().map(SeatStanding::transcoder).toList());
        TreeMap<String, Long> locks = new TreeMap<>();
        followed.locks.forEach((number, lock) -> locks.put(Long.toString(number), lock.micros()));
        assertEquals(standing.unbonding(), locks);
    }

    private static final class Followed {
        private final TreeMap<String, Long> balances = new TreeMap<>();
        private final TreeMap<String, TranscoderStanding> transcoders = new TreeMap<>();
        private final TreeMap<String, PositionStanding> positions = new TreeMap<>();
        private final TreeMap<String, BoxStanding> boxes = new TreeMap<>();
        private final TreeMap<Long, LockStanding> locks = new TreeMap<>();
        private final TreeMap<String, GrantPosition> grants = new TreeMap<>();
        private List<SeatStanding> seats = List.of();
        private Optional<Totals> totals = Optional.empty();

        void follow(Changes changes) {
            balances.putAll(changes.balancesMicros());
            balances.values().removeIf(micros -> micros == 0);
            changes.transcoders().forEach(one -> transcoders.put(one.id(), one));
            changes.positions().forEach(one -> positions.put(one.delegator() + "@" + one.transcoder(), one));
            positions.values().removeIf(PositionStanding::isGone);
            changes.boxes().forEach(one -> boxes.put(one.id(), one));
            boxes.values().removeIf(one -> one.equals(blank(one.id())));
            changes.locks().forEach(one -> locks.put(one.number(), one));
            locks.values().removeIf(lock -> lock.micros() == 0);
            grants.putAll(changes.openGrants());
            changes.closedGrants().keySet().forEach(grants::remove);
            seats = changes.seats();
            totals = Optional.of(changes.totals());
        }

        private static BoxStanding blank(String id) {
            return new BoxStanding(id, Optional.empty(), 0, 0, 0, false, 0, 0, 0);
        }

        List<Object> all() {
            return new ArrayList<>(
                    List.of(balances, transcoders, positions, boxes, locks, grants, seats, totals.orElseThrow()));
        }
    }
}
