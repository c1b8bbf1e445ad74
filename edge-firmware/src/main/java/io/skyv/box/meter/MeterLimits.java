package io.skyv.box.meter;

/**
 * @param maxGrants grants remembered at once
 * @param idleCloseMillis a grant unused for so long is closed, so that what is left goes back to its payer
 * @param maxGrantChecksPerSecond signatures of grants not known yet that are checked in a second
 */
public record MeterLimits(int maxGrants, long idleCloseMillis, int maxGrantChecksPerSecond) {
    /** A third of a core's time at most, on a slow one. */
    public static final int USUAL_GRANT_CHECKS_PER_SECOND = 1_000;

    public MeterLimits(int maxGrants, long idleCloseMillis) {
        this(maxGrants, idleCloseMillis, USUAL_GRANT_CHECKS_PER_SECOND);
    }

    public MeterLimits {
        if (maxGrants < 1 || idleCloseMillis < 1 || maxGrantChecksPerSecond < 1) {
            throw new IllegalArgumentException("the meter's limits are at least 1");
        }
    }
}
