package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says once a second that we wait and are well. */
final class Heartbeat implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 1000;

    private final Thread beating;

    private Heartbeat(EventSink events, String forWhat, @Nullable Duration longest) {
        long beganNanos = System.nanoTime();
        beating = Thread.ofPlatform().daemon().name("heartbeat").start(() -> {
            try {
                while (longest == null || System.nanoTime() - beganNanos < longest.toNanos()) {
                    events.send(new Waiting(forWhat));
                    Thread.sleep(INTERVAL_MILLIS);
                }
            } catch (InterruptedException | IOException e) {
                // no longer waiting, or nobody to tell it to
            }
        });
    }

    /** Until it is closed. */
    static Heartbeat endless(EventSink events, String forWhat) {
        return new Heartbeat(events, forWhat, null);
    }

    /** Until it is closed, but not for longer than {@code longest}: a library that hangs must not look well. */
    static Heartbeat bounded(EventSink events, String forWhat, Duration longest) {
        return new Heartbeat(events, forWhat, longest);
    }

    @Override
    public void close() {
        beating.interrupt();
    }
}
