package io.skyv.control.projection;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.BlockHeader;
import io.skyv.control.journal.Entry;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.OperationId;
import io.skyv.proto.sign.Digest;
import java.util.ArrayList;
import java.util.List;

/** Makes kept blocks of operations, as the ledger does. */
public final class BlockMaker {
    private static final long FIRST_MILLIS = 1_770_000_000_000L;

    private final Economy economy;
    private final List<Entry> entries = new ArrayList<>();
    private Digest previous = Digest.ZERO;
    private long blocks;
    private long operations;

    public BlockMaker(Economy economy) {
        this.economy = economy;
    }

    public Outcome apply(Operation operation) {
        Outcome outcome = economy.apply(operation);
        entries.add(new Entry(OperationId.of(economy.round(), 0, ++operations), operation, outcome));
        return outcome;
    }

    /** Of what was applied since the last one; a minute after it. */
    public KeptBlock seal() {
        BlockHeader header =
                new BlockHeader(++blocks, FIRST_MILLIS + blocks * 60_000, 1, previous, entries.size(), Digest.ZERO);
        previous = header.hash();
        KeptBlock block = new KeptBlock(header, previous, entries, economy.takeChanges());
        entries.clear();
        return block;
    }

    /** Starts a round in a block of its own, with the seed that it shall have. */
    public KeptBlock startRound() {
        apply(new Operation.StartRound(previous.hex()));
        return seal();
    }

    public KeptBlock seal(Operation... operations) {
        for (Operation operation : operations) {
            if (apply(operation) instanceof Outcome.Refused refused) {
                throw new AssertionError(operation + " is refused: " + refused.refusal());
            }
        }
        return seal();
    }
}
