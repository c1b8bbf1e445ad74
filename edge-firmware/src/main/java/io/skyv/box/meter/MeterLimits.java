package io.skyv.box.meter;

/**
 * @param maxGrants grants remembered at once
 * @param idleCloseMillis a grant unused for so long is closed, so that what is left goes back to its payer
 */
public record MeterLimits(int maxGrants, long idleCloseMillis) {
    public MeterLimits {
        if (maxGrants < 1 || idleCloseMillis < 1) {
            throw new IllegalArgumentException("the meter's limits are at least 1");
        }
    }
}
