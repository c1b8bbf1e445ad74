package io.skyv.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTestTest {
    @TempDir
    Path data;

    @Test
    void shouldCallIntoCAndCapture() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        boolean well = SelfTest.run(data, new PrintStream(said, true, StandardCharsets.UTF_8));
        String text = said.toString(StandardCharsets.UTF_8);
        assertTrue(well, text);
        List<String> lines = text.lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.getFirst().startsWith("ok      calls into C: getpid() is "), text);
        assertTrue(lines.getLast().startsWith("ok      capture: a part of "), text);
    }
}
