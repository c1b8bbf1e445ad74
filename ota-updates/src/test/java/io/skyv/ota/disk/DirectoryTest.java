package io.skyv.ota.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.ota.sim.MemoryDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of this machine, and the one of memory that stands for it in tests, do the same. */
class DirectoryTest {
    private static final byte[] ONE = {1, 2, 3};
    private static final byte[] TWO = {4, 5};

    @TempDir
    Path temporary;

    private interface Contract {
        void holds(Disk disk) throws IOException;
    }

    private void forBoth(Contract contract) throws IOException {
        contract.holds(new MemoryDisk());
        contract.holds(Directory.at(temporary.resolve("made")));
    }

    @Test
    void shouldReplaceAFileAndLeaveNothingBeside() throws IOException {
        forBoth(disk -> {
            disk.replace("a", ONE);
            disk.replace("a", TWO);
            assertArrayEquals(TWO, disk.read("a", 2).orElseThrow());
            assertEquals(List.of("a"), disk.names());
        });
    }

    @Test
    void shouldReadNoMoreThanIsAllowed() throws IOException {
        forBoth(disk -> {
            disk.replace("a", ONE);
            assertThrows(IOException.class, () -> disk.read("a", 2));
        });
    }

    @Test
    void shouldSayWhatIsNotThere() throws IOException {
        forBoth(disk -> {
            assertEquals(Optional.empty(), disk.read("a", 1));
            assertEquals(OptionalLong.empty(), disk.sizeBytes("a"));
            assertFalse(disk.open("a").isPresent());
            disk.delete("a");
        });
    }

    @Test
    void shouldWriteBehindWhatIsThereOrAnew() throws IOException {
        forBoth(disk -> {
            try (Disk.Output out = disk.append("a")) {
                out.write(ONE, 2);
            }
            try (Disk.Output out = disk.append("a")) {
                out.write(TWO, 1);
                out.force();
            }
            assertArrayEquals(new byte[] {1, 2, 4}, disk.read("a", 9).orElseThrow());
            try (Disk.Output out = disk.create("a")) {
                out.write(TWO, 2);
            }
            assertEquals(OptionalLong.of(2), disk.sizeBytes("a"));
        });
    }

    @Test
    void shouldNotLeaveItsDirectory() throws IOException {
        Directory disk = Directory.at(temporary);
        for (String name : List.of("../a", "a/b", "..", ".", "")) {
            assertThrows(IllegalArgumentException.class, () -> disk.sizeBytes(name), name);
        }
        assertFalse(Files.exists(temporary.resolve("a")));
    }
}
