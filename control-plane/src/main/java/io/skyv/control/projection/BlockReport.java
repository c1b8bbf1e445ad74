package io.skyv.control.projection;

import io.skyv.control.economy.PositionStanding;
import io.skyv.control.economy.SeatStanding;
import io.skyv.control.journal.KeptBlock;
import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people want to know of a block beside what it changed.
 *
 * @param available who of the round's elected has said by now that it is there
 */
public record BlockReport(
        KeptBlock block, List<Movement> movements, List<String> available, Optional<RoundReport> begun) {
    public BlockReport {
        movements = List.copyOf(movements);
        available = List.copyOf(available);
    }

    /** @param seedBlock number of the block whose hash the seed is; 0 if it is that of none */
    public record RoundReport(RoundBegun begun, ElectionReport election, long seedBlock) {}

    /** Of blocks that follow each other. */
    public static List<BlockReport> of(List<KeptBlock> blocks, Before before) {
        Movements movements = new Movements(before.balancesMicros(), before.owners());
        Map<String, BigInteger> ownShares = new HashMap<>(before.ownShares());
        Map<Digest, Long> byHash = new HashMap<>(before.blocksByHash());
        List<BlockReport> reports = new ArrayList<>();
        for (KeptBlock block : blocks) {
            for (PositionStanding position : block.changes().positions()) {
                if (position.delegator().equals(position.transcoder())) {
                    ownShares.put(position.transcoder(), position.shares());
                }
            }
            Optional<RoundReport> begun = RoundBegun.in(block)
                    .map(round -> new RoundReport(
                            round, round.election(ownShares), byHash.getOrDefault(round.seedDigest(), 0L)));
            reports.add(new BlockReport(block, movements.of(block), available(block), begun));
            byHash.put(block.hash(), block.number());
        }
        return reports;
    }

    private static List<String> available(KeptBlock block) {
        return block.changes().seats().stream()
                .filter(SeatStanding::available)
                .map(SeatStanding::transcoder)
                .toList();
    }
}
