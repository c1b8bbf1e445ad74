package io.skyv.ota.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.skyv.ota.UpdateException.Problem;
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

/**
 * python-tuf 7.0.0, the reference: its client reads what we write, ours reads what it writes, and neither takes a file of
 * which one byte was changed. It is found in the Python environment of {@link ConformanceSuiteIT}.
 */
class PythonTufIT {
    private static final int SECONDS_MAX = 60;

    @TempDir
    Path directory;

    private Path python = Path.of("nowhere");

    @BeforeEach
    void findPython() {
        String suite = System.getenv("SKYV_TUF_CONFORMANCE");
        python = Path.of(suite == null ? "nowhere" : suite, "env/bin/python");
        assumeTrue(
                Files.isExecutable(python),
                "SKYV_TUF_CONFORMANCE names no checkout of tuf-conformance with a Python environment in env/: skipped");
    }

    @Test
    void shouldWriteWhatPythonTufReads() throws Exception {
        Path served = Files.createDirectory(directory.resolve("served"));
        OurRepository.write(served);
        HttpServer server = OurRepository.serve(served);
        try {
            for (String path : List.of(OurRepository.TOP_FILE, OurRepository.MAKERS_FILE)) {
                assertEquals(0, reads(served, OurRepository.url(server), path), said());
            }
            OurRepository.changeOneByte(served.resolve("targets/boards"));
            assertNotEquals(0, reads(served, OurRepository.url(server), OurRepository.MAKERS_FILE));
            assertTrue(said().contains("LengthOrHashMismatchError"), said());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldReadWhatPythonTufWrites() throws Exception {
        Path served = directory.resolve("served");
        assertEquals(0, run("write", served.toString()), said());
        HttpServer server = OurRepository.serve(served);
        try {
            byte[] firmware = Files.readAllBytes(onlyFile(served.resolve("targets")));
            TestClient client = client(served, server);
            assertEquals(Optional.empty(), client.download("boards/a/fw.bin"));
            assertArrayEquals(firmware, client.downloaded("boards%2Fa%2Ffw.bin").orElseThrow());
            OurRepository.changeOneByte(served.resolve("targets"));
            assertEquals(Optional.of(Problem.MISMATCH), client(served, server).download("boards/a/fw.bin"));
        } finally {
            server.stop(0);
        }
    }

    private static TestClient client(Path served, HttpServer server) throws IOException {
        TestClient client = TestClient.of(OurRepository.url(server));
        client.now = Instant.now();
        return client.init(Files.readAllBytes(served.resolve("metadata/1.root.json")));
    }

    private int reads(Path served, String url, String path) throws Exception {
        Path into = Files.createTempDirectory(directory, "read");
        return run(
                "read",
                url + "metadata/",
                url + "targets/",
                served.resolve("metadata/1.root.json").toString(),
                into.toString(),
                path);
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python.toString(), "src/interop/python/python_tuf.py"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
        assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "python-tuf hangs");
        return process.exitValue();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }
}
