package io.skyv.ota.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.skyv.ota.sim.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root and targets keys in a PKCS#11 token, SoftHSM's (Debian: {@code softhsm2}), by {@code ./skyv release} as people call it. */
class SoftHsmIT {
    private static final String PIN = "correct horse battery";
    private static final int SECONDS_MAX = 120;

    @TempDir
    Path directory;

    private Path library;

    @BeforeEach
    void initToken() throws Exception {
        Optional<Path> found = List.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so")
                .stream()
                .map(Path::of)
                .filter(Files::exists)
                .findFirst();
        assumeTrue(found.isPresent(), "SoftHSM is not installed (Debian: softhsm2): skipped");
        library = found.orElseThrow();
        Files.createDirectory(directory.resolve("tokens"));
        Files.createDirectory(directory.resolve("keys"));
        Files.writeString(
                directory.resolve("softhsm.conf"),
                "directories.tokendir = " + directory.resolve("tokens") + "\nobjectstore.backend = file\n");
        Files.writeString(directory.resolve("pin"), PIN + "\n");
        must("softhsm2-util", "--init-token", "--free", "--label", "skyv", "--pin", PIN, "--so-pin", PIN);
        Files.writeString(
                directory.resolve("token.cfg"), "name = SoftHSM\nlibrary = " + library + "\nslotListIndex = 0\n");
    }

    @Test
    void shouldSignReleasesWithKeysThatNeverLeaveTheToken() throws Exception {
        release("key keys/anna.pem --token anna");
        release("key keys/engineer.pem --token engineer");
        assertFalse(Files.readString(directory.resolve("keys/anna.pem")).contains("PRIVATE"));
        release("key keys/online.pem");
        release("init r --root keys/anna.pem --threshold 1 --targets keys/engineer.pem --online keys/online.pem");
        release("sign r root --key keys/anna.pem");
        release("sign r targets --key keys/engineer.pem");
        release("publish r --online keys/online.pem");
        Files.writeString(directory.resolve("fw"), "firmware");
        release("add r fw network/fw");
        release("sign r targets --key keys/engineer.pem");
        release("publish r --online keys/online.pem");
        Path served = directory.resolve("r/repository").toRealPath();
        HttpServer server = OurRepository.serve(served);
        try {
            TestClient box = TestClient.of(OurRepository.url(server))
                    .init(Files.readAllBytes(served.resolve("metadata/1.root.json")));
            box.now = Instant.now();
            assertEquals(Optional.empty(), box.download("network/fw"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        release("key keys/anna.pem --token anna");
        assertEquals(1, run(skyv("key keys/other.pem --token anna")));
        assertTrue(said().contains("has a key anna already"), said());
        Files.writeString(directory.resolve("pin"), "not the right one\n");
        assertEquals(1, run(skyv("key keys/ben.pem --token ben")));
        assertTrue(said().contains("can't be opened: is the PIN right?"), said());
        assertFalse(said().contains("not the right one"), "nothing secret is printed");
    }

    private void release(String command) throws Exception {
        assertEquals(0, run(skyv(command)), command + "\n" + said());
    }

    private static List<String> skyv(String command) throws IOException {
        List<String> words =
                new ArrayList<>(List.of(Path.of("..", "skyv").toRealPath().toString(), "release"));
        words.addAll(List.of(command.split(" ")));
        return words;
    }

    private void must(String... command) throws Exception {
        assertEquals(0, run(List.of(command)), said());
    }

    private int run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment()
                .put("SOFTHSM2_CONF", directory.resolve("softhsm.conf").toString());
        builder.environment()
                .put("SKYV_RELEASE_PKCS11", directory.resolve("token.cfg").toString());
        builder.environment()
                .put("SKYV_RELEASE_PASSPHRASE_FILE", directory.resolve("pin").toString());
        Process process = builder.start();
        assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "it hangs: " + command);
        return process.exitValue();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }
}
