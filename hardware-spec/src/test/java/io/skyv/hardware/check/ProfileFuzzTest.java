package io.skyv.hardware.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.hardware.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A board's profile, as somebody sent it: judged by its line, and one that has no fault can be used. */
class ProfileFuzzTest {
    private static final Path FILE =
            Path.of("target", "fuzzed-" + ProcessHandle.current().pid(), "board.json");

    @FuzzTest
    void shouldBeUsableOrHaveItsFaultsNamed(byte[] bytes) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, bytes);
        List<Fault> faults = ProfileCheck.check(FILE);
        assertFalse(faults.stream().anyMatch(fault -> fault.explanation().isBlank()), faults::toString);
        if (faults.isEmpty()) {
            assertEquals("board", Profiles.load(FILE.toString()).id());
        }
    }
}
