package io.skyv.box.capture.child;

import java.util.List;

/** Says which wall clock time a source's own times mean, and lets a recording's time pass. */
final class SourceClock {
    /** So long a live source is watched before it is believed: what it sent while it was opened comes late. */
    static final long SETTLING_MICROS = 300_000;

    /** A live source's clock may be off by this much before its video begins anew at the right time. */
    static final long MOST_DRIFT_MICROS = 1_500_000;

    private static final long DRIFT_WINDOW_MICROS = 30_000_000;

    private final boolean paced;
    private boolean set;
    private long offsetMicros;
    private long originMicros;
    private long windowStartMicros;
    private long windowLeastMicros;
    private Pacer pacer = new Pacer();

    /** @param paced whether the source is a recording, which has to be played at its own speed */
    SourceClock(boolean paced) {
        this.paced = paced;
    }

    /** Whether the source is a recording. */
    boolean isPaced() {
        return paced;
    }

    /** Whether enough came to learn the source's time from. */
    boolean canBeSet(List<MediaPacket> came) {
        return paced || set || came.getLast().arrivalMicros() - came.getFirst().arrivalMicros() >= SETTLING_MICROS;
    }

    /**
     * Learns the source's time from what just came. Of live packets the one that took the shortest way is right: others
     * have waited somewhere.
     */
    void setIfNeeded(List<MediaPacket> came) {
        if (set) {
            return;
        }
        set = true;
        originMicros = came.getFirst().dtsMicros();
        pacer = new Pacer();
        offsetMicros = paced
                ? EpochClock.nowMicros() - originMicros
                : came.stream()
                        .mapToLong(packet -> packet.arrivalMicros() - packet.dtsMicros())
                        .min()
                        .orElseThrow();
        beginWindow(came.getLast().arrivalMicros());
    }

    private void beginWindow(long atMicros) {
        windowStartMicros = atMicros;
        windowLeastMicros = Long.MAX_VALUE;
    }

    /** Whether a live source's clock has run away from ours; looks at the picture that came the shortest way. */
    boolean drifted(MediaPacket picture) {
        if (paced || !set) {
            return false;
        }
        windowLeastMicros = Math.min(windowLeastMicros, picture.arrivalMicros() - wallMicros(picture.dtsMicros()));
        if (picture.arrivalMicros() - windowStartMicros < DRIFT_WINDOW_MICROS) {
            return false;
        }
        boolean far = Math.abs(windowLeastMicros) > MOST_DRIFT_MICROS;
        beginWindow(picture.arrivalMicros());
        return far;
    }

    /** The source's times are no longer what they were. */
    void forget() {
        set = false;
    }

    long wallMicros(long sourceMicros) {
        return sourceMicros + offsetMicros;
    }

    /** Waits until {@code sourceMicros} is now, if the source is a recording. */
    void await(long sourceMicros) {
        if (paced && set) {
            pacer.awaitMicros(sourceMicros - originMicros);
        }
    }

    /** Whether a recording is so late that it had better begin anew. */
    boolean fellBehind(long sourceMicros) {
        return paced && set && pacer.lagMicros(sourceMicros - originMicros) > Pacer.LONGEST_LAG_MICROS;
    }
}
