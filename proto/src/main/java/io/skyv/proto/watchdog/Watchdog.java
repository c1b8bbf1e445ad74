package io.skyv.proto.watchdog;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Tells the service manager that the program serves and, as long as that is true, that it is alive: each of the threads it
 * lives by gets round to what it is given. When one hangs nothing is told, and the service manager starts the program anew.
 * Where no service manager listens, nothing happens.
 */
public final class Watchdog implements AutoCloseable {
    /** The service manager hears of it so many times in the time that it allows. */
    static final int TIMES = 3;

    private static final Logger LOG = System.getLogger(Watchdog.class.getName());

    private final Optional<NotifySocket> socket;
    private final long periodNanos;
    private final List<Part> parts;
    private final CountDownLatch closing = new CountDownLatch(1);

    private Watchdog(Optional<NotifySocket> socket, long periodNanos, List<Part> parts) {
        this.socket = socket;
        this.periodNanos = periodNanos;
        this.parts = parts;
    }

    /**
     * Says that the program serves, and looks after it from now on.
     *
     * @param environment this process's, with {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} of
     *     sd_notify(3) and sd_watchdog_enabled(3)
     * @param parts what the program lives by, under the names that a log can tell
     */
    public static Watchdog ready(Map<String, String> environment, Map<String, Executor> parts) {
        Watchdog watchdog = of(environment, parts);
        watchdog.tell("READY=1");
        if (watchdog.socket.isPresent() && watchdog.periodNanos > 0) {
            Thread.ofPlatform().name("watchdog").daemon(true).start(watchdog::run);
        }
        return watchdog;
    }

    static Watchdog of(Map<String, String> environment, Map<String, Executor> parts) {
        return new Watchdog(
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).map(NotifySocket::new),
                periodNanos(environment),
                parts.entrySet().stream()
                        .map(part -> new Part(part.getKey(), part.getValue()))
                        .toList());
    }

    /** 0 where nobody wants to hear that this process is alive. */
    private static long periodNanos(Map<String, String> environment) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "0");
        String process = environment.getOrDefault("WATCHDOG_PID", "");
        boolean ours = process.isEmpty()
                || process.equals(Long.toString(ProcessHandle.current().pid()));
        try {
            return ours ? TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)) / TIMES : 0;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("WATCHDOG_USEC is no number: '" + micros + "'", e);
        }
    }

    private void run() {
        try {
            long next = System.nanoTime();
            do {
                look();
                next += periodNanos;
            } while (!closing.await(next - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives every part something to do, waits for at most a period, and tells if all have done it. */
    boolean look() throws InterruptedException {
        parts.forEach(Part::ask);
        long until = System.nanoTime() + periodNanos;
        List<String> hanging = new ArrayList<>();
        for (Part part : parts) {
            if (!part.answers(until - System.nanoTime())) {
                hanging.add(part.name);
            }
        }
        if (hanging.isEmpty()) {
            tell("WATCHDOG=1");
            return true;
        }
        LOG.log(
                Level.WARNING,
                "{0} did nothing for {1} ms; if that lasts, the service manager starts this program anew",
                String.join(", ", hanging),
                Long.toString(TimeUnit.NANOSECONDS.toMillis(periodNanos)));
        return false;
    }

    private void tell(String state) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            socket.get().send(state);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the service manager cannot be told {0}: {1}", state, e.getMessage());
        }
    }

    /** Says that the program ends, and looks no more. */
    @Override
    public void close() {
        if (closing.getCount() > 0) {
            closing.countDown();
            tell("STOPPING=1");
        }
    }

    /** Threads that must get round; it has at most one thing of ours to do. */
    private static final class Part {
        private final String name;
        private final Executor executor;
        private CountDownLatch answer = new CountDownLatch(0);

        private Part(String name, Executor executor) {
            this.name = name;
            this.executor = executor;
        }

        private void ask() {
            if (answer.getCount() > 0) {
                return; // what it was given before is still to do
            }
            CountDownLatch asked = new CountDownLatch(1);
            answer = asked;
            try {
                executor.execute(asked::countDown);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "{0} takes nothing more", name);
            }
        }

        private boolean answers(long withinNanos) throws InterruptedException {
            return answer.await(withinNanos, TimeUnit.NANOSECONDS);
        }
    }
}
