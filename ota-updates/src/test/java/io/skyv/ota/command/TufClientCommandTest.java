package io.skyv.ota.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.disk.Directory;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.SimulatorServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of the conformance suite: options before the command, and 0 or 1. */
class TufClientCommandTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private int run(String... args) {
        return TufClientCommand.run(args, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldInitRefreshAndDownload() throws IOException {
        RepositorySimulator repository = new RepositorySimulator();
        for (String role : RepositorySimulator.TOP) {
            repository.signed.get(role).put("expires", "9999-12-31T23:59:59Z"); // the command goes by the real clock
        }
        repository.published.clear();
        repository.addArtifact("targets", "a/b", new byte[] {1});
        repository.addArtifact("targets", "c", new byte[] {2});
        repository.publish("targets", "snapshot", "timestamp", "root");
        Path root = Files.write(directory.resolve("first.json"), repository.last("root"));
        String metadata = directory.resolve("metadata").toString();
        String targets = directory.resolve("targets").toString();
        try (SimulatorServer server = new SimulatorServer(repository)) {
            String url = server.url() + "metadata";
            assertEquals(0, run("--metadata-dir", metadata, "init", root.toString()), said());
            assertEquals(0, run("--metadata-url", url, "--metadata-dir", metadata, "refresh"), said());
            String[] download = {
                "--metadata-url",
                url,
                "--metadata-dir",
                metadata,
                "--target-name",
                "a/b",
                "--target-name",
                "c",
                "--target-dir",
                targets,
                "--target-base-url",
                server.url() + "targets",
                "download"
            };
            assertEquals(0, run(download), said());
            download[5] = "nowhere";
            assertEquals(1, run(download));
            assertTrue(said().contains("NO_SUCH_TARGET: no role that may speak for \"nowhere\" knows it"), said());
        }
        assertArrayEquals(new byte[] {1}, Files.readAllBytes(Path.of(targets, "a%2Fb")));
        assertArrayEquals(new byte[] {2}, Files.readAllBytes(Path.of(targets, "c")));
        assertArrayEquals(repository.last("timestamp"), Files.readAllBytes(Path.of(metadata, "timestamp.json")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "refresh",
                "--metadata-dir",
                "--metadata-dir x init",
                "--metadata-dir x refresh",
                "--metadata-dir x --metadata-url http://127.0.0.1:1/ download"
            })
    void shouldEndWith1AndSayHowItIsUsed(String line) {
        String here = line.replace(" x", " " + directory.resolve("x"));
        assertEquals(1, run(here.isEmpty() ? new String[0] : here.split(" ")));
        assertTrue(said().contains("--metadata-dir DIR init ROOT_FILE"), said());
    }

    @Test
    void shouldNotUseADirectoryThatAnotherProcessUses() throws IOException {
        Path metadata = directory.resolve("metadata");
        String[] init = {
            "--metadata-dir",
            metadata.toString(),
            "init",
            Files.write(directory.resolve("r"), new byte[1]).toString()
        };
        try (Directory.Lock other = Directory.at(metadata).lock()) {
            assertEquals(1, run(init));
            assertTrue(said().contains("another process is using " + metadata), said());
            assertFalse(Files.exists(metadata.resolve("root.json")));
        }
        assertEquals(0, run(init), "it is free again");
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoRootAndWhenNobodyAnswers() {
        String metadata = directory.resolve("metadata").toString();
        assertEquals(1, run("--metadata-dir", metadata, "--metadata-url", "http://127.0.0.1:1/", "refresh"));
        assertTrue(said().contains("DISK: there is no trusted root here; init with"), said());
        assertEquals(
                1,
                run(
                        "--metadata-dir",
                        metadata,
                        "init",
                        directory.resolve("nowhere").toString()));
        assertTrue(said().contains("nowhere"), said());
    }

    /** The suite has two of February 2025, with the time at which they are to be read. */
    @Test
    void shouldReadOldRepositoriesAtTheirTimeButNoneIn1970() {
        assertTrue(TufClientCommand.FLOOR.isBefore(Instant.parse("2025-02-09T00:00:00Z")));
        assertTrue(TufClientCommand.FLOOR.isAfter(Instant.parse("2024-12-31T00:00:00Z")));
    }
}
