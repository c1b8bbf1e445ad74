package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Parameters;
import io.skyv.control.economy.Refusal;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final int BLOCKS = 450;
    private static final int SNAPSHOT_AT = 300;

    private final FakeBlockStore store = new FakeBlockStore();
    private final List<Answer> answers = new ArrayList<>();
    private final List<KeptBlock> told = new ArrayList<>();
    private Chain original = new Chain();

    @BeforeEach
    void write() {
        Writer writer =
                Writer.takeOver(store, original, store.lease(), told::add).orElseThrow();
        ask(
                writer,
                new Operation.Genesis(
                        new TreeMap<>(Map.of("alice", 1_000_000L, "bob", 1L)),
                        Parameters.DEFAULTS,
                        Economy.DEFAULT_INFLATION_PPB));
        writer.step(1_000);
        for (int i = 2; i <= BLOCKS; i++) {
            ask(writer, new Operation.Transfer("alice", "bob", i));
            ask(writer, new Operation.Transfer("bob", "alice", 3L * i));
            assertEquals(Writer.Step.TOLD, writer.step(1_000 + i));
            if (i == SNAPSHOT_AT) {
                assertEquals(SNAPSHOT_AT, Recovery.makeSnapshot(store, () -> {}));
            }
        }
        assertEquals(2 * BLOCKS - 1, answers.size());
    }

    @Test
    void shouldComeBackToWhereItWas() {
        assertEquals(original.stateHash(), Recovery.fromTheBeginning(store).stateHash());
        assertEquals(original.stateHash(), Recovery.newest(store, Ahead.NOTHING).stateHash());
        assertEquals(BLOCKS, Recovery.newest(store, Ahead.NOTHING).blocks());
    }

    @Test
    void shouldNameABlockWhoseBodyWasAltered() {
        byte[] body = store.rows().get(16).body();
        for (int at = 0; at < body.length; at++) {
            int where = at;
            damaged(17, row -> {
                byte[] altered = row.body().clone();
                altered[where] ^= 1;
                return new BlockRow(row.header(), altered);
            });
        }
    }

    @Test
    void shouldNameABlockThatWasTorn() {
        damaged(BLOCKS, row -> new BlockRow(row.header(), Arrays.copyOf(row.body(), row.body().length - 1)));
        damaged(BLOCKS, row -> new BlockRow(row.header(), new byte[0]));
    }

    @Test
    void shouldNameTheBlockWhoseHeaderWasAlteredOrTheNextOne() {
        damaged(
                202,
                201,
                row -> with(
                        row,
                        row.header().timeMillis() + 1,
                        row.header().previous(),
                        row.header().root()));
        damaged(
                201,
                201,
                row -> with(
                        row,
                        row.header().timeMillis(),
                        Digest.ZERO,
                        row.header().root()));
        damaged(
                201,
                201,
                row -> with(row, row.header().timeMillis(), row.header().previous(), Digest.ZERO));
    }

    @Test
    void shouldNameABlockWhoseOutcomesAreNotWhatItsOperationsComeTo() {
        damaged(2, row -> {
            List<Entry> entries = new ArrayList<>();
            for (Entry entry : entries(row)) {
                Outcome flipped = entry.outcome() instanceof Outcome.Applied
                        ? new Outcome.Refused(Refusal.INVALID_AMOUNT)
                        : Outcome.Applied.NOTHING_MOVED;
                entries.add(new Entry(entry.id(), entry.operation(), flipped));
            }
            return BlockRow.seal(
                    2,
                    row.header().timeMillis(),
                    1,
                    row.header().previous(),
                    entries.stream().map(Entry::encode).toList());
        });
    }

    @Test
    void shouldNameABlockThatIsMissing() {
        store.remove(100);
        DamagedBlockException fault = assertThrows(DamagedBlockException.class, () -> Recovery.fromTheBeginning(store));
        assertEquals(100, fault.block());
        assertTrue(String.valueOf(fault.getMessage()).contains("block 100 "), fault.getMessage());
    }

    @Test
    void shouldNotBelieveASnapshotThatWasAltered() {
        BlockStore.Snapshot snapshot = store.newestSnapshot(Long.MAX_VALUE).orElseThrow();
        byte[] chunk = snapshot.chunks().getFirst();
        for (int at = 0; at < chunk.length; at += 97) {
            byte[] altered = chunk.clone();
            altered[at] ^= 1;
            store.keep(new BlockStore.Snapshot(SNAPSHOT_AT, List.of(altered)));
            DamagedBlockException fault = assertThrows(
                    DamagedBlockException.class, () -> Recovery.newest(store, Ahead.NOTHING), "altered at " + at);
            assertEquals(SNAPSHOT_AT, fault.block());
        }
    }

    @Test
    void shouldTellBlocksOnceMoreAsTheyWereTold() {
        for (long after : List.of(0L, SNAPSHOT_AT - 1L, (long) SNAPSHOT_AT, BLOCKS - 2L, (long) BLOCKS)) {
            List<KeptBlock> again = new ArrayList<>();
            Recovery.retell(store, after, BLOCKS, again::add);
            assertEquals(told.subList((int) after, BLOCKS), again, "after block " + after);
        }
        List<KeptBlock> one = new ArrayList<>();
        Recovery.retell(store, 7, 8, one::add);
        assertEquals(told.subList(7, 8), one);
    }

    @Test
    void shouldKeepNoMoreSnapshotsThanItNeeds() {
        for (int i = 1; i <= BlockStore.MAX_SNAPSHOTS; i++) {
            store.keep(new BlockStore.Snapshot(i, List.of()));
        }
        assertEquals(Optional.empty(), store.newestSnapshot(1));
        assertEquals(
                SNAPSHOT_AT, store.newestSnapshot(Long.MAX_VALUE).orElseThrow().blocks());
    }

    private void damaged(int number, UnaryOperator<BlockRow> damage) {
        damaged(number, number, damage);
    }

    private void damaged(int named, int number, UnaryOperator<BlockRow> damage) {
        BlockRow intact = store.rows().get(number - 1);
        store.replace(damage.apply(intact));
        DamagedBlockException fault = assertThrows(DamagedBlockException.class, () -> Recovery.fromTheBeginning(store));
        assertEquals(named, fault.block());
        store.replace(intact);
    }

    private static BlockRow with(BlockRow row, long timeMillis, Digest previous, Digest root) {
        BlockHeader header = row.header();
        return new BlockRow(
                new BlockHeader(header.number(), timeMillis, header.generation(), previous, header.entries(), root),
                row.body());
    }

    private static List<Entry> entries(BlockRow row) {
        try {
            return row.entries();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private void ask(Writer writer, Operation operation) {
        writer.ask(
                new Request(OperationId.of(0, answers.size(), System.identityHashCode(operation)), operation),
                answers::add);
    }
}
