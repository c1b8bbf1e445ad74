package io.skyv.ota.repository;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Key files come from makers: a public half is read, or it is said that there is none. */
class KeyFileFuzzTest {
    private static final Path FILE =
            Path.of("target", "fuzzed-" + ProcessHandle.current().pid() + ".pem");

    @FuzzTest
    void shouldReadAPublicHalfOrSayThatThereIsNone(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        try {
            SigningKey.idOf(KeyFile.readPublic(FILE));
        } catch (IOException refused) {
            // as it must be
        } finally {
            Files.deleteIfExists(FILE);
        }
    }
}
