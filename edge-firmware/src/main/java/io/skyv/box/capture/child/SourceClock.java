package io.skyv.box.capture.child;

import java.util.List;

/** Says which wall clock time a source's own times mean, and lets a recording's time pass. */
final class SourceClock {
    private final boolean paced;
    private boolean set;
    private long offsetMicros;
    private long originMicros;
    private Pacer pacer = new Pacer();

    /** @param paced whether the source is a recording, which has to be played at its own speed */
    SourceClock(boolean paced) {
        this.paced = paced;
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
