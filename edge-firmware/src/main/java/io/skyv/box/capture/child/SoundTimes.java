package io.skyv.box.capture.child;

/**
 * Times sound by its samples: a source's own times jitter, and sound must have neither holes nor overlaps of a few
 * samples. Only what is off by more than that is taken as it says.
 */
final class SoundTimes {
    /** What overlaps what was before, so that it is left out. */
    static final long OVERLAP = Long.MIN_VALUE;

    private final long toleratedSamples;
    private long expected;
    private boolean begun;

    SoundTimes(int samplesPerSecond) {
        this.toleratedSamples = samplesPerSecond / 25;
    }

    /** Where {@code samples} that claim to begin at {@code claimed} are put, or {@link #OVERLAP}. */
    long place(long claimed, long samples) {
        long off = begun ? claimed - expected : 0;
        if (off < -toleratedSamples) {
            return OVERLAP;
        }
        long start = begun && off <= toleratedSamples ? expected : claimed;
        begun = true;
        expected = start + samples;
        return start;
    }
}
