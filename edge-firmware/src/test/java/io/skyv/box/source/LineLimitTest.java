package io.skyv.box.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineLimitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LineLimit limit = new LineLimit();

    @Test
    void shouldLetALineThroughOnceAndThenSayHowOftenItCame() {
        assertEquals(Optional.of("dropped 3 packets at 0x7f"), limit.admit("dropped 3 packets at 0x7f", 0));
        for (int i = 0; i < 50; i++) {
            assertEquals(Optional.empty(), limit.admit("dropped " + i + " packets at 0x80", i * SECOND));
        }
        assertEquals(List.of(), limit.due(59 * SECOND));
        assertEquals(
                List.of("dropped 49 packets at 0x80 (the last of 50 lines like it in PT1M)"), limit.due(60 * SECOND));
        assertEquals(List.of(), limit.due(61 * SECOND));
    }

    @Test
    void shouldLetDifferentLinesThrough() {
        assertTrue(limit.admit("the push ended", 0).isPresent());
        assertTrue(limit.admit("the push is open", 0).isPresent());
    }

    @Test
    void shouldSpeakMoreSeldomOfWhatGoesOnAndOn() {
        int lines = 0;
        for (int second = 0; second < 86_400; second++) {
            lines +=
                    limit.admit("no camera, attempt " + second, second * SECOND).isPresent() ? 1 : 0;
            lines += limit.due(second * SECOND).size();
        }
        assertTrue(lines >= 24 && lines < 40, lines + " lines in a day of one each second");
    }

    @Test
    void shouldForgetALineThatStopped() {
        limit.admit("no camera", 0);
        limit.due(61 * SECOND);
        assertEquals(Optional.of("no camera"), limit.admit("no camera", 62 * SECOND));
    }

    @Test
    void shouldOnlyCountMoreKindsThanItKnows() {
        int through = 0;
        for (int i = 0; i < 1000; i++) {
            through += limit.admit("line " + "x".repeat(i + 1), 0).isPresent() ? 1 : 0;
        }
        assertEquals(LineLimit.MAX_KINDS, through);
        List<String> due = limit.due(60 * SECOND);
        assertEquals(1, due.size(), due.toString());
        assertTrue(due.getFirst().startsWith(1000 - LineLimit.MAX_KINDS + " lines of other kinds"), due.toString());
    }
}
