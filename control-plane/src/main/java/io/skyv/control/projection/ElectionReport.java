package io.skyv.control.projection;

import io.skyv.control.economy.Parameter;
import io.skyv.control.economy.Parameters;
import io.skyv.control.economy.SeatStanding;
import io.skyv.control.economy.TranscoderStanding;
import io.skyv.control.projection.Candidacy.SeatBy;
import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Why these have seats: everybody as they were when the round started, in the order of the election, and the number that
 * was drawn. It tells the seats that the ledger gave, and how one comes to them.
 *
 * @param unseatedMicros stake of the candidates without a seat by rank, together, of which the lot is drawn
 * @param draw the number that was drawn, under {@code unseatedMicros}; nothing if there was nobody to draw
 */
public record ElectionReport(List<Candidacy> standings, long unseatedMicros, OptionalLong draw) {
    private static final byte[] RANDOM_SEAT = "random-seat".getBytes(StandardCharsets.US_ASCII);

    public ElectionReport {
        standings = List.copyOf(standings);
    }

    private record Standing(TranscoderStanding transcoder, long ownMicros, boolean candidate) {}

    private static final Comparator<Standing> IN_ORDER = Comparator.<Standing, Boolean>comparing(one -> !one.candidate)
            .thenComparing(Comparator.<Standing>comparingLong(one -> one.transcoder.stakeMicros())
                    .reversed())
            .thenComparingLong(one -> one.transcoder.registration());

    /**
     * @param transcoders all of them, as the round began
     * @param ownShares of each transcoder in its own pool, by transcoder
     */
    static ElectionReport of(
            long round,
            String seed,
            Parameters parameters,
            List<TranscoderStanding> transcoders,
            Map<String, BigInteger> ownShares,
            List<SeatStanding> seats) {
        long least = Math.max(1, parameters.get(Parameter.MIN_SELF_BOND));
        List<Standing> standings = new ArrayList<>();
        for (TranscoderStanding one : transcoders) {
            long own = value(ownShares.getOrDefault(one.id(), BigInteger.ZERO), one);
            boolean candidate = own >= least && !one.resigned() && one.jailedUntil() < round;
            standings.add(new Standing(one, own, candidate));
        }
        standings.sort(IN_ORDER);
        Map<String, SeatBy> seatBy = new HashMap<>();
        seats.forEach(seat -> seatBy.put(seat.transcoder(), seat.byLot() ? SeatBy.LOT : SeatBy.RANK));
        List<Candidacy> candidacies = new ArrayList<>();
        long unseated = 0;
        for (Standing one : standings) {
            SeatBy seat = seatBy.getOrDefault(one.transcoder.id(), SeatBy.NONE);
            unseated += one.candidate && seat != SeatBy.RANK ? one.transcoder.stakeMicros() : 0;
            candidacies.add(new Candidacy(
                    one.transcoder.id(),
                    one.transcoder.registration(),
                    one.transcoder.stakeMicros(),
                    one.ownMicros,
                    one.candidate,
                    candidacies.size() + 1,
                    seat));
        }
        return new ElectionReport(
                candidacies, unseated, unseated == 0 ? OptionalLong.empty() : OptionalLong.of(draw(seed, unseated)));
    }

    /** SHA-256(seed ‖ "random-seat") as a number, mod what it is drawn from. */
    private static long draw(String seed, long unseatedMicros) {
        byte[] hash = Digest.sha256(HexFormat.of().parseHex(seed), RANDOM_SEAT).bytes();
        return new BigInteger(1, hash).mod(BigInteger.valueOf(unseatedMicros)).longValueExact();
    }

    private static long value(BigInteger shares, TranscoderStanding pool) {
        if (shares.signum() == 0 || pool.shares().signum() == 0) {
            return 0;
        }
        return shares.multiply(BigInteger.valueOf(pool.stakeMicros()))
                .divide(pool.shares())
                .longValueExact();
    }
}
