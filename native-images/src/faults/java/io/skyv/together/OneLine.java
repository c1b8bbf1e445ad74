package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** How a program that cannot go on has to end: one line that says what to do, no stack trace, an exit code. */
final class OneLine {
    private OneLine() {}

    /**
     * @param beginning of the line
     * @param words that it must have
     */
    static void endsWith(Program program, String beginning, String... words) throws InterruptedException {
        int printed = program.output().length();
        int status = program.awaitEnd();
        String output = program.output();
        assertNotEquals(0, status, output);
        List<String> lines =
                output.lines().filter(line -> line.startsWith(beginning)).toList();
        assertFalse(
                lines.isEmpty(),
                "no line begins with '" + beginning + "':\n" + output.substring(Math.min(printed, output.length())));
        String last = lines.getLast();
        for (String word : words) {
            assertTrue(last.contains(word), "'" + word + "' is not in: " + last);
        }
        assertEquals(
                List.of(),
                output.lines().filter(line -> line.startsWith("\tat ")).toList(),
                "no stack trace");
    }
}
