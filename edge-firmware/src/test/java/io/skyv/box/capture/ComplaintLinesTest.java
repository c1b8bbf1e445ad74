package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintLinesTest {
    @Test
    void shouldSplitAtLineEndsAndLeaveOutBlankOnes() {
        assertEquals(List.of("one", "two", "three"), lines("one\n\n  two\r\nthree"));
    }

    @Test
    void shouldBoundTheLengthOfALine() {
        List<String> lines = lines("x".repeat(2 * ComplaintLines.MAX_LINE_BYTES + 1));
        assertEquals(3, lines.size());
        assertEquals(ComplaintLines.MAX_LINE_BYTES, lines.getFirst().length());
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        ComplaintLines.forEach(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
        return lines;
    }
}
