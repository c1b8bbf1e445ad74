package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.proto.sign.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every journal must do. Each test writes blocks of numbers of its own. */
public abstract class JournalContractTest {
    protected static final LedgerChanges NO_CHANGES = new LedgerChanges(Map.of(), Map.of(), Map.of(), Map.of());

    protected abstract Journal journal();

    @Test
    void shouldGiveBackWhatItWasGivenInOrderAndNotMoreThanAskedFor() {
        long first = 1_000_000;
        List<JournalRow> rows = List.of(row(first, "a"), row(first + 1, "b"), row(first + 2, "c"));
        rows.forEach(row -> journal().append(row, NO_CHANGES));
        List<JournalRow> read = journal().readAfter(first - 1, 2);
        assertEquals(2, read.size());
        for (int i = 0; i < read.size(); i++) {
            same(rows.get(i), read.get(i));
        }
        same(rows.get(2), journal().readAfter(first + 1, 10).getFirst());
    }

    @Test
    void shouldTakeTheSameRowOnceMore() {
        JournalRow row = row(2_000_000, "a");
        journal().append(row, NO_CHANGES);
        journal().append(row, NO_CHANGES);
        assertEquals(1, journal().readAfter(1_999_999, 1).size());
    }

    @Test
    void shouldNotTakeAnotherRowWithTheSameNumber() {
        JournalRow row = row(3_000_000, "a");
        journal().append(row, NO_CHANGES);
        assertThrows(JournalConflictException.class, () -> journal().append(row(3_000_000, "b"), NO_CHANGES));
        same(row, journal().readAfter(2_999_999, 1).getFirst());
    }

    protected static JournalRow row(long number, String grant) {
        return JournalRow.of(Block.seal(
                number,
                number * 1_000,
                Digest.sha256(grant.getBytes(StandardCharsets.UTF_8)),
                List.of(new Entry(
                        new OperationId(0, number),
                        new Operation.CloseGrant(grant),
                        new Outcome.Refused(Refusal.UNKNOWN_GRANT)))));
    }

    private static void same(JournalRow expected, JournalRow actual) {
        assertEquals(expected.number(), actual.number());
        assertEquals(expected.timeMillis(), actual.timeMillis());
        assertEquals(expected.previous(), actual.previous());
        assertEquals(expected.root(), actual.root());
        assertEquals(expected.hash(), actual.hash());
        assertArrayEquals(expected.body(), actual.body());
    }
}
