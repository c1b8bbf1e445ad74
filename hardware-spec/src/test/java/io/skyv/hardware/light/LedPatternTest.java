package io.skyv.hardware.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedPatternTest {
    @Test
    void shouldRepeatItsSteps() {
        LedPattern pattern = new LedPattern("#..");
        assertTrue(pattern.litAt(0));
        assertTrue(pattern.litAt(99));
        assertFalse(pattern.litAt(100));
        assertFalse(pattern.litAt(299));
        assertTrue(pattern.litAt(300));
    }

    @Test
    void shouldSayWhenItChangesNext() {
        LedPattern pattern = new LedPattern("##..");
        assertEquals(200, pattern.millisToChange(0));
        assertEquals(1, pattern.millisToChange(199));
        assertEquals(200, pattern.millisToChange(200));
        assertEquals(150, pattern.millisToChange(250));
        assertEquals(Long.MAX_VALUE, LedPattern.ON.millisToChange(7));
    }

    @Test
    void shouldRefuseWhatIsNoPattern() {
        assertThrows(IllegalArgumentException.class, () -> new LedPattern(""));
        assertThrows(IllegalArgumentException.class, () -> new LedPattern("#x"));
    }

    @Test
    void shouldTellAllSignsApartByTheStatusLedAlone() {
        Map<LedPattern, BoxSign> seen = new HashMap<>();
        for (BoxSign sign : BoxSign.values()) {
            BoxSign other = seen.put(sign.status(), sign);
            assertEquals(null, other, sign + " looks like " + other);
        }
    }
}
