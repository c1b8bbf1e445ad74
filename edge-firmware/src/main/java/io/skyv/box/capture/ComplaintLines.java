package io.skyv.box.capture;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits what a child writes to standard error into lines of a bounded length. */
final class ComplaintLines {
    /** What is longer goes on in a line of its own. */
    static final int MAX_LINE_BYTES = 1000;

    private ComplaintLines() {}

    /** Calls {@code each} with every line that is not blank, until the stream ends or breaks. */
    static void forEach(InputStream complaints, Consumer<String> each) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(complaints)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n' && next != '\r') {
                    line.write(next);
                }
                if (next == '\n' || next == '\r' || line.size() >= MAX_LINE_BYTES) {
                    end(line, each);
                }
            }
        } catch (IOException e) {
            // The pipe broke with the child.
        }
        end(line, each);
    }

    private static void end(ByteArrayOutputStream line, Consumer<String> each) {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        if (!text.isEmpty()) {
            each.accept(text);
        }
    }
}
