package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.skyv.control.ledger.Outcome.Applied;
import io.skyv.control.ledger.Outcome.Refused;
import io.skyv.proto.sign.Digest;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long THREE_GIB = 3_221_225_472L;

    private final Ledger ledger = new Ledger();

    @Test
    void shouldBeginWithTheGenesisBalances() {
        assertEquals(new Applied(10_000_000_000L, 0), begin());
        assertEquals(4_000_000_000L, ledger.balanceMicros("dave"));
        assertEquals(10_000_000_000L, ledger.supplyMicros());
    }

    @Test
    void shouldRefuseASecondGenesisBeforeLookingAtItsEntries() {
        begin();
        assertEquals(refused(Refusal.ALREADY_BEGUN), ledger.apply(genesis(Map.of("not an id", -1L))));
    }

    @Test
    void shouldRefuseAGenesisInOrderOfIds() {
        assertEquals(refused(Refusal.INVALID_AMOUNT), ledger.apply(genesis(Map.of("a", 0L, "b c", 1L))));
        assertEquals(refused(Refusal.INVALID_ID), ledger.apply(genesis(Map.of("a b", 1L, "b", 0L))));
    }

    @Test
    void shouldRefuseAGenesisOfMoreThanAllMoneyThereIs() {
        long half = Ledger.MAX_SUPPLY_MICROS / 2;
        assertEquals(refused(Refusal.INVALID_AMOUNT), ledger.apply(genesis(Map.of("a", half, "b", half, "c", 1L))));
        assertEquals(refused(Refusal.INVALID_AMOUNT), ledger.apply(genesis(Map.of("a", Long.MAX_VALUE))));
        assertEquals(0, ledger.supplyMicros());
        assertEquals(new Applied(Ledger.MAX_SUPPLY_MICROS, 0), ledger.apply(genesis(Map.of("a", half, "b", half))));
    }

    @Test
    void shouldSetAsideAGrantsCostRoundedUp() {
        begin();
        assertEquals(new Applied(3_000_003, 0), ledger.apply(grant("g1", THREE_GIB, 1_000_001)));
        assertEquals(3_996_999_997L, ledger.balanceMicros("dave"));
        assertEquals(3_000_003, ledger.escrowMicros());
        assertEquals(new Applied(1, 0), ledger.apply(grant("g2", 1, 1)));
    }

    @Test
    void shouldRefuseGrantsInTheOrderOfTheEconomics() {
        begin();
        ledger.apply(grant("g1", THREE_GIB, 1_000_001));
        assertEquals(refused(Refusal.INVALID_ID), ledger.apply(grant("g 1", 0, -1)));
        assertEquals(refused(Refusal.GRANT_EXISTS), ledger.apply(grant("g1", 0, -1)));
        assertEquals(refused(Refusal.INVALID_GRANT), ledger.apply(grant("g2", 0, 1)));
        assertEquals(refused(Refusal.INVALID_GRANT), ledger.apply(grant("g2", (1L << 50) + 1, 1)));
        assertEquals(refused(Refusal.INVALID_GRANT), ledger.apply(grant("g2", 1, -1)));
        assertEquals(refused(Refusal.INVALID_GRANT), ledger.apply(grant("g2", 1, 1_000_000_000_001L)));
        assertEquals(refused(Refusal.INSUFFICIENT_FUNDS), ledger.apply(grant("g2", 1L << 50, 1_000_000_000_000L)));
        assertEquals(3_996_999_997L, ledger.balanceMicros("dave"));
    }

    @Test
    void shouldRefuseAGrantThatSettlesInAnEarlierRoundOrIsTooCheap() {
        ledger.apply(new Operation.Genesis(new TreeMap<>(Map.of("dave", 100L)), new Parameters(100_000, 5)));
        assertEquals(refused(Refusal.INVALID_GRANT), ledger.apply(grant("g", 1, 4)));
        assertEquals(
                refused(Refusal.INVALID_GRANT),
                ledger.apply(new Operation.OpenGrant("g", "dave", "box1", 1, 5, -1, true, 65_536, 1, Digest.ZERO)));
        assertEquals(new Applied(1, 0), ledger.apply(grant("g", 1, 5)));
    }

    @Test
    void shouldPayTheDifferenceToTheBoxAndBurnTheFeeRoundedUp() {
        begin();
        ledger.apply(grant("g1", THREE_GIB, 1_000_001));
        assertEquals(new Applied(41_909, 4_657), ledger.apply(receipt("g1", 50_000_000)));
        assertEquals(41_909, ledger.balanceMicros("box1"));
        assertEquals(9_999_995_343L, ledger.supplyMicros());
        assertEquals(2_953_437, ledger.escrowMicros());
        assertEquals(new Applied(25_145, 2_794), ledger.apply(receipt("g1", 80_000_000)));
        assertEquals(67_054, ledger.balanceMicros("box1"));
    }

    @Test
    void shouldPayNothingForAnOlderOrRepeatedReceipt() {
        begin();
        ledger.apply(grant("g1", THREE_GIB, 1_000_001));
        ledger.apply(receipt("g1", 80_000_000));
        assertEquals(Applied.NOTHING_MOVED, ledger.apply(receipt("g1", 80_000_000)));
        assertEquals(Applied.NOTHING_MOVED, ledger.apply(receipt("g1", 70_000_000)));
        assertEquals(Applied.NOTHING_MOVED, ledger.apply(receipt("g1", 0)));
    }

    @Test
    void shouldRefuseReceiptsOverTheGrantOrOfNoGrant() {
        begin();
        ledger.apply(grant("g1", THREE_GIB, 1_000_001));
        assertEquals(refused(Refusal.OVER_GRANT), ledger.apply(receipt("g1", THREE_GIB + 1)));
        assertEquals(refused(Refusal.OVER_GRANT), ledger.apply(receipt("g1", -1)));
        assertEquals(refused(Refusal.UNKNOWN_GRANT), ledger.apply(receipt("g9", -1)));
    }

    @Test
    void shouldPayTheOwnerFromTheMomentTheBoxIsAssigned() {
        begin();
        ledger.apply(grant("g1", THREE_GIB, 1_000_001));
        ledger.apply(receipt("g1", 80_000_000));
        assertEquals(Applied.NOTHING_MOVED, ledger.apply(new Operation.AssignBox("box1", "carol")));
        ledger.apply(receipt("g1", 2_147_483_648L));
        assertEquals(67_054, ledger.balanceMicros("box1"));
        assertEquals(2_000_000_000L + 1_732_947, ledger.balanceMicros("carol"));
        assertEquals(1_000_001, ledger.escrowMicros());
    }

    @Test
    void shouldGiveBackWhatIsLeftWhenAGrantCloses() {
        begin();
        ledger.apply(grant("g1", THREE_GIB, 1_000_001));
        ledger.apply(receipt("g1", 2_147_483_648L));
        assertEquals(new Applied(1_000_001, 0), ledger.apply(new Operation.CloseGrant("g1")));
        assertEquals(0, ledger.escrowMicros());
        assertEquals(4_000_000_000L - 2_000_002, ledger.balanceMicros("dave"));
        assertNull(ledger.openGrant("g1"));
        assertEquals(refused(Refusal.UNKNOWN_GRANT), ledger.apply(new Operation.CloseGrant("g1")));
        assertEquals(refused(Refusal.UNKNOWN_GRANT), ledger.apply(receipt("g1", THREE_GIB)));
    }

    @Test
    void shouldFreeTheIdOfAClosedGrant() {
        begin();
        ledger.apply(grant("g1", 10, 1));
        ledger.apply(new Operation.CloseGrant("g1"));
        assertEquals(new Applied(1, 0), ledger.apply(grant("g1", 10, 1)));
    }

    @Test
    void shouldCostNothingForABytesWorthLessThanAMicro() {
        begin();
        ledger.apply(grant("g2", 1, 1));
        assertEquals(Applied.NOTHING_MOVED, ledger.apply(receipt("g2", 1)));
        assertEquals(new Applied(1, 0), ledger.apply(new Operation.CloseGrant("g2")));
    }

    @Test
    void shouldTransfer() {
        begin();
        assertEquals(new Applied(5, 0), ledger.apply(new Operation.Transfer("dave", "new", 5)));
        assertEquals(5, ledger.balanceMicros("new"));
        assertEquals(
                new Applied(3_999_999_995L, 0), ledger.apply(new Operation.Transfer("dave", "dave", 3_999_999_995L)));
        assertEquals(refused(Refusal.INVALID_ID), ledger.apply(new Operation.Transfer("dave", "x".repeat(65), 0)));
        assertEquals(refused(Refusal.INVALID_AMOUNT), ledger.apply(new Operation.Transfer("dave", "alice", 0)));
        assertEquals(
                refused(Refusal.INVALID_AMOUNT),
                ledger.apply(new Operation.Transfer("dave", "alice", Ledger.MAX_SUPPLY_MICROS + 1)));
        assertEquals(
                refused(Refusal.INSUFFICIENT_FUNDS),
                ledger.apply(new Operation.Transfer("dave", "alice", 4_000_000_000L)));
    }

    private Outcome begin() {
        return ledger.apply(genesis(Map.of(
                "alice", 2_000_000_000L, "bob", 2_000_000_000L, "carol", 2_000_000_000L, "dave", 4_000_000_000L)));
    }

    private static Operation genesis(Map<String, Long> balances) {
        return new Operation.Genesis(new TreeMap<>(balances), Parameters.DEFAULT);
    }

    private static Operation grant(String id, long maxBytes, long pricePerGiBMicros) {
        return new Operation.OpenGrant(
                id, "dave", "box1", maxBytes, pricePerGiBMicros, 1, true, 65_536, 1, Digest.ZERO);
    }

    private static Operation receipt(String grant, long cumulativeBytes) {
        return new Operation.Receipt(grant, cumulativeBytes, 0, Digest.ZERO);
    }

    private static Outcome refused(Refusal refusal) {
        return new Refused(refusal);
    }
}
