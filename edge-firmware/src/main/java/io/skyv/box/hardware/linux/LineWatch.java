package io.skyv.box.hardware.linux;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints the edges of one line as they come: what a maker presses and sees, and what says how soon the box hears of one. */
public final class LineWatch {
    public static final String WORD = "watch-line";

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private LineWatch() {}

    /**
     * Goes on until the process is ended.
     *
     * @param words a chip's label, and the number of a line
     * @throws IllegalArgumentException if they are something else
     * @throws IOException if the line cannot be had; the message says why
     */
    public static void run(List<String> words, PrintStream out) throws IOException {
        if (words.size() != 2 || !words.getLast().matches("\\d{1,4}")) {
            throw new IllegalArgumentException(
                    WORD + " wants a chip's label and a line's number, as gpiodetect has them");
        }
        GpioChip chip = GpioChip.labelled(words.getFirst());
        int number = Integer.parseInt(words.getLast());
        try (GpioLine line = GpioLine.input(chip, number, GpioLine.Bias.AS_IS, Duration.ZERO)) {
            out.println("line " + number + " of " + chip.label() + " is " + (line.get() ? "high" : "low"));
            while (!out.checkError()) {
                line.awaitEdge(LOOK).ifPresent(edge -> out.println(text(edge)));
            }
        }
    }

    /** The level after it, and the seconds of the kernel's monotonic clock at which it was. */
    private static String text(GpioLine.Edge edge) {
        return String.format(
                Locale.ROOT,
                "%s %d.%09d",
                edge.high() ? "high" : "low",
                edge.nanos() / NANOS_PER_SECOND,
                edge.nanos() % NANOS_PER_SECOND);
    }
}
