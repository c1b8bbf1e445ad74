package io.skyv.box.meter;

/** So many in each second, and no more. Thread-safe. */
final class Allowance {
    private static final long SECOND_MILLIS = 1_000;

    private final int perSecond;
    private long second = Long.MIN_VALUE;
    private int left;

    Allowance(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Takes one, if this second has one left. */
    synchronized boolean take(long nowMillis) {
        long now = Math.floorDiv(nowMillis, SECOND_MILLIS);
        if (now != second) {
            second = now;
            left = perSecond;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
