package io.skyv.control.projection;

import io.skyv.control.economy.Changes;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.Entry;
import io.skyv.control.journal.KeptBlock;
import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A round that a block started; a block that starts one ends with that.
 *
 * @param seed 64 lower-case hex digits
 * @param mintedMicros what the round before was paid, in micro-SKYV
 */
public record RoundBegun(KeptBlock block, String seed, long mintedMicros) {
    public static Optional<RoundBegun> in(KeptBlock block) {
        Entry last = block.entries().getLast();
        return last.operation() instanceof Operation.StartRound start
                        && last.outcome() instanceof Outcome.Applied applied
                ? Optional.of(new RoundBegun(block, start.seed(), applied.mintedMicros()))
                : Optional.empty();
    }

    /** The hash that the seed is. */
    public Digest seedDigest() {
        return Digest.of(HexFormat.of().parseHex(seed));
    }

    public long number() {
        return block.changes().totals().round();
    }

    /** @param ownShares of each transcoder in its own pool, as the round began */
    public ElectionReport election(Map<String, BigInteger> ownShares) {
        Changes changes = block.changes();
        return ElectionReport.of(
                number(), seed, changes.parameters(), changes.transcoders(), ownShares, changes.seats());
    }
}
