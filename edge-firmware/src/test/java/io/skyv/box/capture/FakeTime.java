package io.skyv.box.capture;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** Time that stands still until a test lets a sleeper go on. Watchdogs, which sleep alike, are let go on apart. */
final class FakeTime implements Timekeeper {
    private final BlockingQueue<Duration> delays = new LinkedBlockingQueue<>();
    private final Semaphore permits = new Semaphore(0);
    private final Semaphore watchPermits = new Semaphore(0);
    private long nanos;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration length) throws InterruptedException {
        boolean watching = Thread.currentThread().getName().equals("capture-watchdog");
        if (watching) {
            watchPermits.acquire();
        } else {
            delays.add(length);
            permits.acquire();
        }
        pass(length);
    }

    synchronized void pass(Duration length) {
        nanos += length.toNanos();
    }

    /** Waits until the supervisor waits to start a child again, and says for how long it wants to. */
    Duration awaitDelay() throws InterruptedException {
        return delays.take();
    }

    void goOn() {
        permits.release();
    }

    /** Lets the watchdog look {@code times} times. */
    void watch(int times) {
        watchPermits.release(times);
    }
}
