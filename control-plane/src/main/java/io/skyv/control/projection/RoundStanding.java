package io.skyv.control.projection;

/**
 * A {@link Candidacy} as it is kept.
 *
 * @param seat as {@link Candidacy.SeatBy#inWords}
 * @param available whether it said in the round that it is there
 */
public record RoundStanding(
        String transcoder,
        long registration,
        long stakeMicros,
        long ownMicros,
        boolean candidate,
        int place,
        String seat,
        boolean available) {}
