package io.skyv.control.economy;

import org.jspecify.annotations.Nullable;

/** Money on its way out of a pool or of a box's bond. */
final class Lock {
    final long number;
    final String owner;
    /** Where it came from; nothing if that was a box. */
    final @Nullable Position position;
    /** Where it came from; nothing if that was a pool. */
    final @Nullable Box box;

    final long madeRound;
    final long opensRound;
    long micros;

    /** Neighbours among the locks of the same pool or box. */
    @Nullable
    Lock older;

    @Nullable
    Lock newer;

    /** Whether it changed since somebody last asked. */
    boolean touched;

    Lock(long number, Position position, long micros, long madeRound, long opensRound) {
        this(number, position.delegator, position, null, micros, madeRound, opensRound);
    }

    Lock(long number, String owner, Box box, long micros, long madeRound, long opensRound) {
        this(number, owner, null, box, micros, madeRound, opensRound);
    }

    private Lock(
            long number,
            String owner,
            @Nullable Position position,
            @Nullable Box box,
            long micros,
            long madeRound,
            long opensRound) {
        this.number = number;
        this.owner = owner;
        this.position = position;
        this.box = box;
        this.micros = micros;
        this.madeRound = madeRound;
        this.opensRound = opensRound;
    }
}
