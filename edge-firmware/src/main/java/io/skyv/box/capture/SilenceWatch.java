package io.skyv.box.capture;

import java.time.Duration;

/** Knows whether a child has been silent for too long. A child that waits says so each second, so waiting is no silence. */
final class SilenceWatch {
    /** A first start unpacks the libraries; a source that does not answer is given up after ten seconds by the child. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(20);

    /** What is silent for so long does not turn; well before it is ended, so that somebody else hears of it in time. */
    static final Duration STUCK_AFTER = Duration.ofSeconds(10);

    private volatile long lastHeardNanos;
    private volatile boolean paused;

    SilenceWatch(long startedNanos) {
        lastHeardNanos = startedNanos;
    }

    void heard(long nowNanos) {
        lastHeardNanos = nowNanos;
        paused = false;
    }

    /** Until it is heard again, nothing is held against it. */
    void pause() {
        paused = true;
    }

    /** Also when it is the listener who does not come back. */
    boolean stuck(long nowNanos) {
        return nowNanos - lastHeardNanos > STUCK_AFTER.toNanos();
    }

    boolean tooSilent(long nowNanos) {
        return !paused && nowNanos - lastHeardNanos > LONGEST_SILENCE.toNanos();
    }
}
