package io.skyv.box.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberingFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("numbers");
    }

    @Test
    void shouldCountFromZero() throws IOException {
        NumberingFile numbers = new NumberingFile(file);
        assertEquals(0, numbers.nextEpoch());
        assertEquals(1, numbers.nextEpoch());
        assertEquals(0, numbers.nextSequence());
        assertEquals(1, numbers.nextSequence());
    }

    @Test
    void shouldNeverGoBackWhenTheBoxIsSwitchedOff() throws IOException {
        NumberingFile before = new NumberingFile(file);
        before.nextEpoch();
        long last = 0;
        for (int i = 0; i < 2500; i++) {
            last = before.nextSequence();
        }
        NumberingFile after = new NumberingFile(file);
        assertTrue(after.nextSequence() > last);
        assertEquals(1, after.nextEpoch());
    }

    @Test
    void shouldGoOnWhileTheDiskTakesNothingAndWriteAsSoonAsItDoes() throws IOException {
        NumberingFile numbers = new NumberingFile(file);
        numbers.nextEpoch();
        numbers.nextSequence();
        Path inTheWay = Files.createDirectories(directory.resolve("numbers.new").resolve("x"));
        Logger logger = Logger.getLogger(NumberingFile.class.getName());
        logger.setLevel(java.util.logging.Level.OFF); // it is meant to complain
        try {
            assertEquals(1, numbers.nextEpoch());
            assertEquals(1, numbers.nextSequence());
            Files.delete(inTheWay);
            Files.delete(inTheWay.getParent());
            assertEquals(2, numbers.nextSequence());
        } finally {
            logger.setLevel(null);
        }
        assertEquals(2, new NumberingFile(file).nextEpoch());
        assertTrue(Files.notExists(directory.resolve("numbers.new")), "nothing half-written is left");
    }

    @Test
    void shouldSayWhatToDoWhenTheFileIsDamaged() throws IOException {
        Files.writeString(file, "epoch=one");
        IOException e = assertThrows(IOException.class, () -> new NumberingFile(file));
        assertTrue(e.getMessage().contains("Put in numbers above"), e.getMessage());
    }
}
