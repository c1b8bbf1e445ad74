package io.skyv.box.uplink.grpc;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time up to a bound, and a random part of it, so that boxes
 * that lost the control plane together do not come back together. Not for more than one thread.
 */
final class Backoff {
    private final Duration first;
    private final Duration max;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration max, RandomGenerator random) {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff grows from more than nothing to no less");
        }
        this.first = first;
        this.max = max;
        this.random = random;
        this.next = first;
    }

    /** Between a half of the current bound and all of it; the bound then doubles. */
    Duration next() {
        Duration bound = next;
        next = bound.multipliedBy(2).compareTo(max) < 0 ? bound.multipliedBy(2) : max;
        long halfMillis = Math.max(1, bound.toMillis() / 2);
        return Duration.ofMillis(halfMillis + random.nextLong(halfMillis + 1));
    }

    /** Nothing will be better soon: the next wait is the longest. */
    void longest() {
        next = max;
    }

    void reset() {
        next = first;
    }
}
