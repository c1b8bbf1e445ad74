package io.skyv.box.capture.child;

/** Frames per second as a fraction. Gives the exact tick of each frame of a regular grid. */
record Rate(int frames, int perSeconds) {
    Rate {
        if (frames <= 0 || perSeconds <= 0) {
            throw new IllegalArgumentException("no frame rate: " + frames + "/" + perSeconds);
        }
    }

    double perSecond() {
        return (double) frames / perSeconds;
    }

    /** Video ticks of frame {@code number}, rounded to the nearest. */
    long ticks(long number) {
        long numerator = number * MediaPacket.VIDEO_TICKS_PER_SECOND * perSeconds;
        return Math.floorDiv(numerator * 2 + frames, 2L * frames);
    }

    /** The frame whose place on the grid is nearest to {@code ticks}. */
    long frameAt(long ticks) {
        long denominator = (long) MediaPacket.VIDEO_TICKS_PER_SECOND * perSeconds;
        return Math.floorDiv(ticks * frames * 2 + denominator, 2 * denominator);
    }

    /** How many frames last about {@code micros}; at least one. */
    int framesIn(long micros) {
        return (int) Math.max(1, Math.round(micros * perSecond() / 1_000_000));
    }

    /** How many whole frames lie in a lag of {@code micros}: these are left out, beyond the one that is due next. */
    long framesLost(long micros) {
        return Math.max(0, micros * frames / (1_000_000L * perSeconds));
    }
}
