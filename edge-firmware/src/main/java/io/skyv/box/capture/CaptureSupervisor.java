package io.skyv.box.capture;

import io.skyv.box.capture.CaptureEvent.CaptureEnded;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureEvent.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one capture child running: starts it, tells a listener what it says, ends it when it falls silent or talks
 * nonsense, and starts it again after a while that grows with each failure. Closing it leaves nothing running.
 */
public final class CaptureSupervisor implements AutoCloseable {
    /** What a child gets to end by itself before it is killed. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** How long a child may take to be gone after its last record; its exit status would be lost by a signal. */
    static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** How often the silence of a child is looked at. */
    static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final ChildLauncher launcher;
    private final CaptureListener listener;
    private final Timekeeper time;
    private final RestartPolicy policy = new RestartPolicy();
    private final Object delivery = new Object();
    private final Thread runner;

    private volatile boolean closed;
    private final AtomicLong restarts = new AtomicLong();
    private volatile @Nullable SilenceWatch hearing;
    private @Nullable ChildProcess child;

    private CaptureSupervisor(ChildLauncher launcher, CaptureListener listener, Timekeeper time) {
        this.launcher = launcher;
        this.listener = listener;
        this.time = time;
        this.runner = Thread.ofVirtual().name("capture").unstarted(this::run);
    }

    /** Starts to capture; events come on threads of the supervisor. */
    public static CaptureSupervisor start(ChildLauncher launcher, CaptureListener listener) {
        return start(launcher, listener, Timekeeper.SYSTEM);
    }

    static CaptureSupervisor start(ChildLauncher launcher, CaptureListener listener, Timekeeper time) {
        CaptureSupervisor supervisor = new CaptureSupervisor(launcher, listener, time);
        supervisor.runner.start();
        return supervisor;
    }

    /** How often a child was started again so far. */
    public long restarts() {
        return restarts.get();
    }

    /**
     * Whether the loop that carries media turns: the child says something, and the listener takes it; or there is no child at
     * the moment, and another one will be started. A camera that is away is told by a child that turns.
     */
    public boolean turns() {
        SilenceWatch now = hearing;
        return closed || (runner.isAlive() && (now == null || !now.stuck(time.nanos())));
    }

    /** Ends the child, with force if it must be, and waits for it; afterwards the listener hears nothing more. */
    @Override
    public void close() {
        closed = true;
        try {
            endChild(currentChild());
        } finally {
            runner.interrupt();
        }
        joinRunner();
    }

    private void joinRunner() {
        if (Thread.currentThread() == runner) {
            return; // a listener closes from within a call
        }
        try {
            runner.join(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endChild(@Nullable ChildProcess ending) {
        if (ending == null) {
            return;
        }
        ending.terminate();
        try {
            if (!ending.awaitEnd(GRACE)) {
                ending.kill();
                ending.awaitEnd(GRACE);
            }
        } catch (InterruptedException e) {
            ending.kill();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                long startedNanos = time.nanos();
                tryOneChild(startedNanos);
                if (!closed) {
                    time.sleep(policy.after(Duration.ofNanos(time.nanos() - startedNanos)));
                    restarts.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            // Closed: nothing is left to be done, and nobody above to be told.
        }
    }

    /** Nothing that goes wrong here may end the loop: a box whose capture never starts again needs an owner at hand. */
    private void tryOneChild(long startedNanos) throws InterruptedException {
        try {
            runOneChild(startedNanos);
        } catch (RuntimeException | OutOfMemoryError e) {
            deliver(new CaptureFailed(
                    Code.CANNOT_START,
                    "the capture process could not be looked after: " + e,
                    "see whether the machine is out of memory or processes; it is tried again"));
        }
    }

    private void runOneChild(long startedNanos) throws InterruptedException {
        ChildProcess running;
        try {
            running = launcher.start();
        } catch (IOException e) {
            deliver(new CaptureFailed(
                    Code.CANNOT_START,
                    "the capture process does not start: " + e.getMessage(),
                    "see whether the machine is out of memory or processes, or the box's Java is gone"));
            return;
        }
        if (!adopt(running)) {
            endChild(running);
            return;
        }
        SilenceWatch silence = new SilenceWatch(startedNanos);
        hearing = silence;
        Thread complaints = Thread.ofVirtual()
                .name("capture-complaints")
                .start(() ->
                        ComplaintLines.forEach(running.complaints(), line -> deliver(new Log(Level.WARNING, line))));
        Thread watchdog = Thread.ofVirtual().name("capture-watchdog").start(() -> watch(running, silence));
        try {
            readRecords(running, silence);
        } finally {
            watchdog.interrupt();
            hearing = null;
            if (!running.awaitEnd(LAST_WORDS)) {
                endChild(running);
            }
            complaints.join(GRACE);
            adopt(null);
        }
        deliver(new CaptureEnded(running.exitStatus(), restarts.get()));
    }

    private void readRecords(ChildProcess running, SilenceWatch silence) {
        EventReader reader = new EventReader(running.records());
        try {
            for (Optional<CaptureEvent> event = reader.read(); event.isPresent(); event = reader.read()) {
                silence.pause(); // while the listener thinks, the child cannot speak
                deliver(event.get());
                silence.heard(time.nanos());
            }
        } catch (BadRecordException e) {
            running.kill();
            deliver(new CaptureFailed(
                    Code.BAD_RECORDS,
                    String.valueOf(e.getMessage()),
                    "nothing: it is started again; tell us if it comes back"));
        } catch (IOException e) {
            // The child ended within a record: that it ended is told next.
        }
    }

    private void watch(ChildProcess running, SilenceWatch silence) {
        try {
            while (!silence.tooSilent(time.nanos())) {
                time.sleep(WATCH_INTERVAL);
            }
        } catch (InterruptedException e) {
            return;
        }
        deliver(new CaptureFailed(
                Code.CHILD_SILENT,
                "the capture process said nothing for " + SilenceWatch.LONGEST_SILENCE.toSeconds() + " s",
                "nothing: it is started again; if it comes back, see whether the camera hangs"));
        running.kill();
    }

    private void deliver(CaptureEvent event) {
        synchronized (delivery) {
            if (closed) {
                return;
            }
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                System.getLogger(CaptureSupervisor.class.getName())
                        .log(System.Logger.Level.ERROR, "what hears of captured parts failed at " + event, e);
            }
        }
    }

    private synchronized boolean adopt(@Nullable ChildProcess running) {
        child = running;
        return !closed;
    }

    private synchronized @Nullable ChildProcess currentChild() {
        return child;
    }
}
