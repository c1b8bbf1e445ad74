package io.skyv.box.hardware.linux;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineWatchTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    @Test
    void shouldSayWhatItWants() {
        for (List<String> words :
                List.of(List.<String>of(), List.of("chip"), List.of("chip", "GPIO4"), List.of("chip", "4", "5"))) {
            assertThrows(IllegalArgumentException.class, () -> LineWatch.run(words, NOWHERE));
        }
    }

    @Test
    void shouldSayWhichChipsThereAre() {
        IOException missing =
                assertThrows(IOException.class, () -> LineWatch.run(List.of("no such chip", "4"), NOWHERE));
        assertTrue(String.valueOf(missing.getMessage()).contains("there are ["), missing.getMessage());
    }
}
