package io.skyv.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactoryResetTest {
    @TempDir
    private Path data;

    @BeforeEach
    void fill() throws IOException {
        for (String file : new String[] {
            "identity/birth.pem",
            "meter/receipts.log",
            "stream-camera.numbers",
            "lock",
            "recordings/2026/a.mp4",
            "settings.json"
        }) {
            Files.createDirectories(data.resolve(file).getParent());
            Files.writeString(data.resolve(file), "x");
        }
    }

    @Test
    void shouldKeepWhoTheBoxIsAndWhatItHasEarned() throws IOException {
        FactoryReset.wish(data);
        assertTrue(FactoryReset.carryOut(data));
        assertEquals(Set.of("identity", "meter", "stream-camera.numbers", "lock"), names());
        assertTrue(Files.exists(data.resolve("identity/birth.pem")));
        assertTrue(Files.exists(data.resolve("meter/receipts.log")));
    }

    @Test
    void shouldDoNothingThatNobodyWishedForAndNothingTwice() throws IOException {
        assertFalse(FactoryReset.carryOut(data));
        assertTrue(names().contains("recordings"));
        FactoryReset.wish(data);
        FactoryReset.carryOut(data);
        assertFalse(FactoryReset.carryOut(data));
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> all = Files.list(data)) {
            return all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
