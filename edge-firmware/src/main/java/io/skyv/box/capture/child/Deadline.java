package io.skyv.box.capture.child;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** How long the library may wait for the network or a device. It asks often, from whatever thread. */
final class Deadline extends AVIOInterruptCB.Callback_Pointer {
    private static final long NEVER = Long.MAX_VALUE;

    private final long originNanos = System.nanoTime();
    private volatile long afterNanos = NEVER;
    private volatile boolean cancelled;

    /** What is waited for from now on may take {@code longest}. */
    void in(Duration longest) {
        afterNanos = System.nanoTime() - originNanos + longest.toNanos();
    }

    void none() {
        afterNanos = NEVER;
    }

    /** Whatever is waited for, or will be, ends at once. */
    void cancel() {
        cancelled = true;
    }

    boolean isOver() {
        return cancelled || System.nanoTime() - originNanos > afterNanos;
    }

    @Override
    public int call(@Nullable Pointer opaque) {
        return isOver() ? 1 : 0;
    }
}
