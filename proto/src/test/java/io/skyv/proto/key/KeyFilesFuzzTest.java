package io.skyv.proto.key;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that an owner copies onto a box, and what a peer shows in TLS. */
class KeyFilesFuzzTest {
    private static final Path FILE =
            Path.of("target", "fuzzed-" + ProcessHandle.current().pid() + ".pem");

    @FuzzTest
    void shouldReadKeysAndCertificatesOrSayThatTheyAreNone(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        try {
            refusing(() -> KeyFiles.readKeyPair(FILE));
            refusing(() -> KeyFiles.readCertificates(FILE));
            refusing(() -> KeyFiles.certificate(bytes));
        } finally {
            Files.deleteIfExists(FILE);
        }
    }

    private interface Reading {
        Object read() throws IOException, MalformedException;
    }

    private static void refusing(Reading reading) {
        try {
            reading.read();
        } catch (IOException | MalformedException refused) {
            // as it must be
        }
    }
}
