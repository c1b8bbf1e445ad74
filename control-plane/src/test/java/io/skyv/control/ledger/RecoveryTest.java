package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final int BLOCKS = 450;
    private static final long SEED = 7;

    private final FakeJournal journal = new FakeJournal();
    private final Ledger original = new Ledger();
    private LedgerHead head = LedgerHead.EMPTY;

    @BeforeEach
    void write() {
        RandomOperations random = new RandomOperations(SEED);
        append(List.of(random.genesis()), random);
        for (int i = 1; i < BLOCKS; i++) {
            append(List.of(random.next(), random.next(), random.next()), random);
        }
    }

    @Test
    void shouldComeBackToWhereItWas() {
        Recovery recovery = Recovery.replay(journal);
        assertEquals(head, recovery.head());
        assertEquals(original.takeChanges(), replayedChanges());
        assertEquals(head, recovery.view.head());
    }

    @Test
    void shouldBeginEmptyWithoutBlocks() {
        assertEquals(LedgerHead.EMPTY, Recovery.replay(new FakeJournal()).head());
    }

    @Test
    void shouldNameABlockWhoseBodyWasAltered() {
        for (int at : new int[] {0, 30, 60}) {
            damaged(17, row -> {
                byte[] body = row.body().clone();
                body[at] ^= 1;
                return new JournalRow(row.number(), row.timeMillis(), row.previous(), row.root(), body, row.hash());
            });
        }
    }

    @Test
    void shouldNameABlockThatWasTorn() {
        damaged(
                BLOCKS,
                row -> new JournalRow(
                        row.number(),
                        row.timeMillis(),
                        row.previous(),
                        row.root(),
                        Arrays.copyOf(row.body(), row.body().length - 1),
                        row.hash()));
        damaged(
                BLOCKS,
                row -> new JournalRow(
                        row.number(), row.timeMillis(), row.previous(), row.root(), new byte[0], row.hash()));
    }

    @Test
    void shouldNameABlockWhoseHeaderWasAltered() {
        damaged(
                201,
                row -> new JournalRow(
                        row.number(), row.timeMillis() + 1, row.previous(), row.root(), row.body(), row.hash()));
        damaged(
                201,
                row -> new JournalRow(row.number(), row.timeMillis(), Digest.ZERO, row.root(), row.body(), row.hash()));
        damaged(
                201,
                row -> new JournalRow(
                        row.number(), row.timeMillis(), row.previous(), Digest.ZERO, row.body(), row.hash()));
        damaged(
                201,
                row -> new JournalRow(
                        row.number(), row.timeMillis(), row.previous(), row.root(), row.body(), Digest.ZERO));
    }

    @Test
    void shouldNameABlockWhoseOutcomesAreNotWhatItsOperationsComeTo() {
        damaged(2, row -> {
            List<Entry> entries = new ArrayList<>();
            for (Entry entry : decode(row)) {
                Outcome flipped = entry.outcome() instanceof Outcome.Applied
                        ? new Outcome.Refused(Refusal.INVALID_AMOUNT)
                        : new Outcome.Applied(1, 0);
                entries.add(new Entry(entry.id(), entry.operation(), flipped));
            }
            return JournalRow.of(Block.seal(row.number(), row.timeMillis(), row.previous(), entries));
        });
    }

    @Test
    void shouldNameABlockThatIsMissing() {
        journal.remove(100);
        JournalDamagedException fault = assertThrows(JournalDamagedException.class, () -> Recovery.replay(journal));
        assertEquals(100, fault.block());
        assertTrue(String.valueOf(fault.getMessage()).contains("block 100 "), fault.getMessage());
    }

    private void damaged(int number, UnaryOperator<JournalRow> damage) {
        JournalRow intact = journal.rows().get(number - 1);
        journal.replace(number, damage.apply(intact));
        JournalDamagedException fault = assertThrows(JournalDamagedException.class, () -> Recovery.replay(journal));
        assertEquals(number, fault.block());
        journal.replace(number, intact);
    }

    private LedgerChanges replayedChanges() {
        Ledger again = new Ledger();
        journal.rows().forEach(row -> decode(row).forEach(entry -> again.apply(entry.operation())));
        return again.takeChanges();
    }

    private static List<Entry> decode(JournalRow row) {
        try {
            return Block.readBody(row.body());
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private void append(List<Operation> operations, RandomOperations random) {
        List<Entry> entries = operations.stream()
                .map(operation -> new Entry(random.id(), operation, original.apply(operation)))
                .toList();
        Block block = Block.seal(head.blocks() + 1, 1_000 + head.blocks(), head.hash(), entries);
        journal.append(JournalRow.of(block), new LedgerChanges(Map.of(), Map.of(), Map.of(), Map.of()));
        head = original.head(block.number(), block.hash());
    }
}
