package io.skyv.hardware.light;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OwnersPageTest {
    @Test
    void shouldTellOwnersWhatEachSignMeans() throws IOException {
        String page = Files.readString(Path.of("../docs/owner/leds-and-button.md"));
        for (BoxSign sign : BoxSign.values()) {
            String row = "| " + sign.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | " + sign.meaning() + " |";
            assertTrue(page.contains(row), "the page lacks: " + row);
        }
    }
}
