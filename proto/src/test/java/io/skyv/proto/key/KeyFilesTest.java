package io.skyv.proto.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadTheKeyThatItWroteAndLetNobodyElse() throws Exception {
        Path file = directory.resolve("a.key");
        KeyPair pair = P256.generate();

        KeyFiles.writeKeyPair(file, pair);
        KeyPair read = KeyFiles.readKeyPair(file);

        assertEquals(pair.getPublic(), read.getPublic());
        assertArrayEquals(pair.getPrivate().getEncoded(), read.getPrivate().getEncoded());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(Files.readString(file).startsWith("-----BEGIN PRIVATE KEY-----\n"));
    }

    @Test
    void shouldReplaceAFileAndLeaveNothingBesideIt() throws Exception {
        Path file = directory.resolve("a.key");
        KeyFiles.writeKeyPair(file, P256.generate());
        KeyPair second = P256.generate();

        KeyFiles.writeKeyPair(file, second);

        assertEquals(second.getPublic(), KeyFiles.readKeyPair(file).getPublic());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void shouldRefuseHalvesThatDoNotBelongTogether() throws Exception {
        Path file = directory.resolve("a.key");
        KeyFiles.writeKeyPair(file, P256.generate());
        String one = Files.readString(file);
        KeyFiles.writeKeyPair(file, P256.generate());
        String other = Files.readString(file);
        String publicHalf = other.substring(other.indexOf("-----BEGIN PUBLIC"));
        Files.writeString(file, one.substring(0, one.indexOf("-----BEGIN PUBLIC")) + publicHalf);

        assertThrows(MalformedException.class, () -> KeyFiles.readKeyPair(file));
    }

    @Test
    void shouldRefuseWhatIsNoKey() throws Exception {
        Path file = directory.resolve("a.key");
        for (String text : List.of(
                "",
                "nonsense",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")) {
            Files.writeString(file, text);
            assertThrows(MalformedException.class, () -> KeyFiles.readKeyPair(file), text);
            assertThrows(MalformedException.class, () -> KeyFiles.readCertificates(file), text);
        }
        Files.write(file, new byte[KeyFiles.MAX_FILE_BYTES + 1]);
        assertThrows(MalformedException.class, () -> KeyFiles.readKeyPair(file));
    }
}
