package io.skyv.together;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A program that is killed and started again, on the same data and the same ports, as whoever watches over it would. */
final class Mortal {
    /** A start may meet what the killed one left; the next one must not. */
    private static final int MAX_STARTS = 3;

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    private final String name;
    private final Supplier<Program> launch;
    private final URI ready;
    private Program now;
    private int failedStarts;

    /** @param now the first one, running */
    Mortal(String name, Supplier<Program> launch, URI base, Program now) {
        this.name = name;
        this.launch = launch;
        this.ready = base.resolve(Network.READY);
        this.now = now;
    }

    String name() {
        return name;
    }

    Program program() {
        return now;
    }

    URI url() {
        return ready.resolve("/");
    }

    /** Starts that ended by themselves. */
    int failedStarts() {
        return failedStarts;
    }

    void kill() throws InterruptedException {
        now.kill();
    }

    void launch() {
        now = launch.get();
    }

    /** Waits until it serves; one that ends before is started again. */
    void awaitReady() throws InterruptedException {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        for (int start = 1; ; start++) {
            while (now.isAlive()) {
                if (now.isReady(ready)) {
                    return;
                }
                if (System.nanoTime() > until) {
                    throw new AssertionError(
                            name + " is not ready after " + READY_WITHIN.toSeconds() + " s:\n" + now.tail());
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            failedStarts++;
            if (start == MAX_STARTS) {
                throw new AssertionError(name + " ended " + start + " times before it was ready:\n" + now.tail());
            }
            launch();
        }
    }
}
