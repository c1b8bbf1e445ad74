package io.skyv.control.ledger.store;

import io.skyv.control.journal.Ahead;
import io.skyv.control.journal.BlockRow;
import io.skyv.control.journal.BlockSource;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.Chain;
import io.skyv.control.journal.DamagedBlockException;
import io.skyv.control.journal.Recovery;
import io.skyv.control.journal.StoreUnavailableException;
import io.skyv.proto.sign.Digest;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code ledger check}: does all again that the journal says, from the first block on, and once more from the newest snapshot;
 * both must come to the same state.
 */
final class LedgerCheck {
    /** Between two lines of who does long work. */
    private static final Duration TELL_EACH = Duration.ofSeconds(10);

    private final BlockSource journal;
    private final PrintStream out;
    private final PrintStream err;

    LedgerCheck(BlockSource journal, PrintStream out, PrintStream err) {
        this.journal = journal;
        this.out = out;
        this.err = err;
    }

    /** @return whether the journal is sound */
    boolean run() {
        try {
            Chain replayed = Recovery.fromTheBeginning(new Told(journal));
            long blocks = replayed.blocks();
            Digest state = replayed.stateHash();
            out.printf("ledger: block %d, hash %s%n", blocks, replayed.hash().hex());
            out.printf("ledger: state %s, from the first block on%n", state.hex());
            Optional<BlockStore.Snapshot> snapshot = journal.newestSnapshot(blocks);
            if (snapshot.isEmpty()) {
                out.println("ledger: no snapshot is there yet");
                return true;
            }
            Digest after = Recovery.at(new Told(journal), blocks, Ahead.NOTHING).stateHash();
            out.printf(
                    "ledger: state %s, from the snapshot of block %d on%n",
                    after.hex(), snapshot.get().blocks());
            if (!after.equals(state)) {
                err.println(
                        "ledger: the snapshot is not what the journal comes to; empty journal_snapshot, and control planes"
                                + " begin with the first block at their next start");
            }
            return after.equals(state);
        } catch (DamagedBlockException | StoreUnavailableException e) {
            err.println("ledger: " + e.getMessage());
            return false;
        }
    }

    /** Says how far it is. */
    private final class Told implements BlockSource {
        private final BlockSource journal;
        private long toldNanos = System.nanoTime();

        Told(BlockSource journal) {
            this.journal = journal;
        }

        @Override
        public List<BlockRow> readAfter(long number, int limit) {
            if (System.nanoTime() - toldNanos > TELL_EACH.toNanos()) {
                toldNanos = System.nanoTime();
                err.printf(Locale.ROOT, "ledger: at block %,d%n", number);
            }
            return journal.readAfter(number, limit);
        }

        @Override
        public Optional<BlockStore.Snapshot> newestSnapshot(long blocks) {
            return journal.newestSnapshot(blocks);
        }
    }
}
