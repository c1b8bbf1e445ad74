package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.grant.Price;
import io.skyv.proto.sign.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** Properties that hold whatever is asked. A failure names the seed that brings it back. */
class LedgerPropertyTest {
    private static final int SEEDS = 300;
    private static final int OPERATIONS = 400;

    @Test
    void shouldKeepAllMoneyWhateverIsAsked() {
        forAllSeeds(seed -> {
            RandomOperations random = new RandomOperations(seed);
            Ledger ledger = new Ledger();
            Map<String, Long> balances = new HashMap<>();
            Map<String, GrantPosition> grants = new HashMap<>();
            ledger.apply(random.genesis());
            balances.putAll(ledger.takeChanges().balancesMicros());
            for (int i = 0; i < OPERATIONS; i++) {
                long supply = ledger.supplyMicros();
                Outcome outcome = ledger.apply(random.next());
                LedgerChanges changes = ledger.takeChanges();
                balances.putAll(changes.balancesMicros());
                grants.putAll(changes.openGrants());
                changes.closedGrants().keySet().forEach(grants::remove);
                check(outcome, changes, supply, ledger);
                checkBooks(ledger, balances, grants);
            }
        });
    }

    @Test
    void shouldAddUpToWhatTheGenesisBroughtInEachBlock() {
        forAllSeeds(seed -> {
            RandomOperations random = new RandomOperations(seed);
            Ledger ledger = new Ledger();
            LedgerView view = new LedgerView();
            ledger.apply(random.genesis());
            view.publish(ledger.takeChanges(), ledger.head(1, Digest.ZERO));
            long genesis = view.head().supplyMicros();
            for (int block = 2; block <= OPERATIONS / 4; block++) {
                for (int i = 0; i < 4; i++) {
                    ledger.apply(random.next());
                }
                view.publish(ledger.takeChanges(), ledger.head(block, Digest.ZERO));
                LedgerSums sums = view.sums();
                assertEquals(
                        sums.head().supplyMicros(),
                        sums.accountsMicros() + sums.head().escrowMicros());
                assertEquals(sums.head().escrowMicros(), sums.grantsEscrowMicros());
                assertEquals(genesis, sums.head().supplyMicros() + sums.head().burnedMicros());
            }
        });
    }

    @Test
    void shouldComeToTheSameFromTheSameOperations() {
        forAllSeeds(seed -> {
            RandomOperations random = new RandomOperations(seed);
            Ledger one = new Ledger();
            Ledger other = new Ledger();
            for (int i = 0; i < OPERATIONS; i++) {
                Operation operation = i == 0 ? random.genesis() : random.next();
                assertEquals(one.apply(operation), other.apply(operation));
            }
            assertEquals(one.takeChanges(), other.takeChanges());
        });
    }

    private static void check(Outcome outcome, LedgerChanges changes, long supplyBefore, Ledger ledger) {
        switch (outcome) {
            case Outcome.Applied applied ->
                assertTrue(
                        ledger.supplyMicros() == supplyBefore - applied.burnedMicros() || supplyBefore == 0,
                        "what is burned leaves the supply");
            case Outcome.Refused _ -> {
                assertEquals(new LedgerChanges(Map.of(), Map.of(), Map.of(), Map.of()), changes);
                assertEquals(supplyBefore, ledger.supplyMicros());
            }
        }
    }

    private static void checkBooks(Ledger ledger, Map<String, Long> balances, Map<String, GrantPosition> grants) {
        long held = 0;
        for (Map.Entry<String, Long> balance : balances.entrySet()) {
            assertTrue(balance.getValue() >= 0, balance.getKey());
            assertEquals(balance.getValue(), ledger.balanceMicros(balance.getKey()));
            held += balance.getValue();
        }
        for (GrantPosition grant : grants.values()) {
            assertEquals(grant, ledger.openGrant(grant.id()));
            assertTrue(grant.escrowMicros() >= 0);
            assertEquals(
                    Price.escrowMicros(grant.maxBytes(), grant.pricePerGiBMicros()),
                    grant.escrowMicros() + grant.paidMicros(),
                    "what is paid came out of the escrow");
            assertTrue(grant.burnedMicros() >= 0 && grant.earnedMicros() >= 0);
            held += grant.escrowMicros();
        }
        assertEquals(ledger.supplyMicros(), held);
    }

    private static void forAllSeeds(LongConsumer property) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
