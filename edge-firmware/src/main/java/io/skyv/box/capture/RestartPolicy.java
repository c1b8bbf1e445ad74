package io.skyv.box.capture;

import java.time.Duration;

/** How long to wait before a child is started again: twice as long each time, until one was well for a while. */
final class RestartPolicy {
    static final Duration FIRST_DELAY = Duration.ofMillis(500);
    static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    static final Duration HEALTHY = Duration.ofMinutes(1);

    private Duration next = FIRST_DELAY;

    /** The delay after a child that ran for {@code ran}. */
    Duration after(Duration ran) {
        Duration delay = ran.compareTo(HEALTHY) >= 0 ? FIRST_DELAY : next;
        Duration doubled = delay.multipliedBy(2);
        next = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
        return delay;
    }
}
