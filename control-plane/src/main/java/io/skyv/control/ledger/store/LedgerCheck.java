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

    /** What a replay came to. */
    private record State(long blocks, Digest hash, Digest state) {
        static State of(Chain chain) {
            return new State(chain.blocks(), chain.hash(), chain.stateHash());
        }
    }

    /** @return whether the journal is sound */
    boolean run() {
        try {
            State first = State.of(Recovery.fromTheBeginning(new Told(journal, Optional.empty())));
            out.printf(
                    "ledger: block %d, hash %s%n", first.blocks(), first.hash().hex());
            out.printf(
                    "ledger: state %s, from the first block on%n", first.state().hex());
            Optional<BlockStore.Snapshot> snapshot = journal.newestSnapshot(first.blocks());
            if (snapshot.isEmpty()) {
                out.println("ledger: no snapshot is there yet");
                return true;
            }
            State later = State.of(Recovery.at(new Told(journal, snapshot), first.blocks(), Ahead.NOTHING));
            out.printf(
                    "ledger: state %s, from the snapshot of block %d on%n",
                    later.state().hex(), snapshot.get().blocks());
            if (!later.equals(first)) {
                err.println(
                        "ledger: the snapshot is not what the journal comes to; empty journal_snapshot, and control planes"
                                + " begin with the first block at their next start");
            }
            return later.equals(first);
        } catch (DamagedBlockException | StoreUnavailableException e) {
            err.println("ledger: " + e.getMessage());
            return false;
        }
    }

    /** The journal with one snapshot or none, read but once; says how far it is. */
    private final class Told implements BlockSource {
        private final BlockSource journal;
        private final Optional<BlockStore.Snapshot> snapshot;
        private long toldNanos = System.nanoTime();

        Told(BlockSource journal, Optional<BlockStore.Snapshot> snapshot) {
            this.journal = journal;
            this.snapshot = snapshot;
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
            return snapshot;
        }
    }
}
