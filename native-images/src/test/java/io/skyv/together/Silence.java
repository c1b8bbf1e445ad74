package io.skyv.together;

/** How long nothing has come: the longest time between two parts, the one that lasts still counted. Any thread. */
final class Silence {
    private long sinceNanos = System.nanoTime();
    private long longestNanos;

    /** Something has come. */
    synchronized void end() {
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - sinceNanos);
        sinceNanos = now;
    }

    /** Forgets the longest one; one that lasts goes on. */
    synchronized void forget() {
        longestNanos = 0;
    }

    synchronized double longestSeconds() {
        return Math.max(longestNanos, System.nanoTime() - sinceNanos) / 1e9;
    }
}
