package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureEvent.Log;
import java.io.IOException;

/** Where the child's events go. A call lasts until the box has taken the event. */
@FunctionalInterface
interface EventSink {
    /** @throws IOException when the box is gone */
    void send(CaptureEvent event) throws IOException;

    default void log(Level level, String text) throws IOException {
        send(new Log(level, text));
    }
}
