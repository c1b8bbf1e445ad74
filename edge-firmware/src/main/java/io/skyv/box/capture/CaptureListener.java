package io.skyv.box.capture;

/** Whom capture tells. Calls come one at a time and in order; while one lasts, the child waits. */
@FunctionalInterface
public interface CaptureListener {
    void onEvent(CaptureEvent event);
}
