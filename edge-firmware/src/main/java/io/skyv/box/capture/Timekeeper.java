package io.skyv.box.capture;

import java.time.Duration;

/** Time as the supervisor needs it, so that its rules can be tried without waiting. */
public interface Timekeeper {
    Timekeeper SYSTEM = new Timekeeper() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration length) throws InterruptedException {
            Thread.sleep(length);
        }
    };

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    void sleep(Duration length) throws InterruptedException;
}
