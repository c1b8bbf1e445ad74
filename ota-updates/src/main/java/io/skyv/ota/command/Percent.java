package io.skyv.ota.command;

import io.skyv.ota.image.Progress;
import java.io.PrintStream;

/** Tells a person, a line for each fifth, of work on more than what is done in a blink. */
final class Percent implements Progress {
    private static final long WORTH_TELLING_BYTES = 16 << 20;
    private static final int STEPS = 5;

    private final PrintStream out;
    private long told;

    Percent(PrintStream out) {
        this.out = out;
    }

    @Override
    public void at(long doneBytes, long totalBytes) {
        long step = totalBytes < WORTH_TELLING_BYTES ? 0 : doneBytes * STEPS / totalBytes;
        if (step > told) {
            told = step;
            out.println("  " + 100 * step / STEPS + " %");
        }
    }
}
