package io.skyv.control.economy;

/**
 * One that is elected in the running round.
 *
 * @param notedMicros the pool's stake at the election, in micro-SKYV
 * @param byLot whether it was drawn; else it has its seat by rank
 * @param available whether it said that it is there
 */
public record SeatStanding(String transcoder, long notedMicros, boolean byLot, boolean available) {
    static SeatStanding of(Seat seat) {
        return new SeatStanding(seat.pool.transcoder, seat.notedMicros, seat.byLot, seat.available);
    }
}
