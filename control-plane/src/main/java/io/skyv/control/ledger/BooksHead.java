package io.skyv.control.ledger;

import io.skyv.control.economy.Parameters;
import io.skyv.control.economy.SeatStanding;
import io.skyv.control.economy.Totals;
import io.skyv.proto.sign.Digest;
import java.util.List;

/**
 * Where the books stand after a block.
 *
 * @param blocks number of the last block; 0 before the first
 * @param hash of the last block; zeros before the first
 * @param timeMillis Unix time at which it was sealed; 0 before the first
 * @param seats who is elected: by rank, then the one by lot
 * @param accountsMicros of all accounts together, added up from the single ones, to be held against {@code totals}
 * @param grantsEscrowMicros set aside for each open grant, added up likewise
 */
public record BooksHead(
        long blocks,
        Digest hash,
        long timeMillis,
        Totals totals,
        Parameters parameters,
        List<SeatStanding> seats,
        long accountsMicros,
        long grantsEscrowMicros) {
    public static final BooksHead EMPTY = new BooksHead(
            0, Digest.ZERO, 0, new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Parameters.DEFAULTS, List.of(), 0, 0);

    public long round() {
        return totals.round();
    }
}
