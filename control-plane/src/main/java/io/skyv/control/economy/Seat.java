package io.skyv.control.economy;

/** One that is elected in this round. */
final class Seat {
    final Pool pool;
    /** The pool's stake at the election, in micro-SKYV. */
    final long notedMicros;
    /** Whether it was drawn by lot. */
    final boolean byLot;

    boolean available;

    Seat(Pool pool, long notedMicros, boolean byLot) {
        this.pool = pool;
        this.notedMicros = notedMicros;
        this.byLot = byLot;
    }
}
