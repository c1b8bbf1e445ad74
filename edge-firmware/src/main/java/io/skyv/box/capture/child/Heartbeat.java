package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.IOException;

/** Says once a second that we wait and are well. */
final class Heartbeat implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 1000;

    private final Thread beating;

    Heartbeat(EventSink events, String forWhat) {
        beating = Thread.ofPlatform().daemon().name("heartbeat").unstarted(() -> {
            try {
                while (true) {
                    events.send(new Waiting(forWhat));
                    Thread.sleep(INTERVAL_MILLIS);
                }
            } catch (InterruptedException | IOException e) {
                // no longer waiting, or nobody to tell it to
            }
        });
    }

    void start() {
        beating.start();
    }

    @Override
    public void close() {
        beating.interrupt();
    }
}
