package io.skyv.ota.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.install.ImageFetch;
import io.skyv.ota.release.Choice;
import io.skyv.ota.release.ReleaseManifest;
import io.skyv.ota.release.Version;
import io.skyv.ota.repository.QuickKeys;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases made by the command line, and boxes that fetch them over HTTP: by delta where there is one, else whole. */
class WholeReleaseTest {
    private static final String PASSPHRASE = "correct horse battery";
    private static final int IMAGE_BYTES = 300_000;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private HttpServer server;
    private TestClient box;

    @BeforeEach
    void beginARepository() throws IOException {
        Files.createDirectory(directory.resolve("keys"));
        for (String key : List.of("root", "engineer", "online")) {
            must("key keys/" + key + ".pem");
            QuickKeys.replace(directory.resolve("keys/" + key + ".pem"), PASSPHRASE.toCharArray());
        }
        must("init r --root keys/root.pem --threshold 1 --targets keys/engineer.pem --online keys/online.pem");
        must("sign r root --key keys/root.pem");
        publish();
        Files.writeString(directory.resolve("sbom.json"), "{\"bomFormat\": \"CycloneDX\"}");
        Files.writeString(directory.resolve("en.txt"), "Better.");
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                directory.resolve("r/repository").toRealPath(),
                OutputLevel.NONE);
        server.start();
        box = TestClient.of("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .init(Files.readAllBytes(directory.resolve("r/repository/metadata/1.root.json")));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void shouldBringABoxFromReleaseToReleaseByDeltas() throws Exception {
        release("1.0.0", image(0));
        release("1.1.0", image(1));
        release("1.2.0", image(2));
        ImageFetch fetch = new ImageFetch(box.client().refresh(), directory.resolve("box"));
        ReleaseManifest manifest = fetch.manifest("network");
        assertEquals(3, manifest.counter());
        assertEquals(2, manifest.deltas().size());
        Path running = Files.write(directory.resolve("running"), image(0));
        ImageFetch.Fetched fetched = fetch.fetch(choice(manifest, "1.0.0", 1, running), Optional.of(running));
        assertTrue(fetched.byDelta());
        assertArrayEquals(image(2), Files.readAllBytes(fetched.image()));
        assertEquals(
                List.of("image-" + manifest.image().sha256Hex(), "network%2Fmanifest.json"),
                names(directory.resolve("box")),
                "nothing else is left there");
    }

    @Test
    void shouldMakeDeltasFromTheLastReleasesAloneAndDropThoseToOlderOnes() throws Exception {
        release("1.0.0", image(0));
        release("1.1.0", image(1));
        release("1.2.0", image(2), "--deltas", "1");
        must("show r");
        assertTrue(said().contains("network/firmware-1.2.0-from-1.1.0.delta"), said());
        assertFalse(said().contains("firmware-1.2.0-from-1.0.0"), said());
        assertFalse(said().contains("firmware-1.1.0-from-1.0.0"), said());
        assertTrue(said().contains("network/firmware-1.0.0.zst"), "who must take it first finds it");
        assertTrue(said().contains("network/manifest-1.0.0.json"), said());
    }

    @Test
    void shouldFetchTheWholeImageWhenTheDeltaIsOfNoUse() throws Exception {
        release("1.0.0", image(0));
        release("1.1.0", image(1));
        ImageFetch fetch = new ImageFetch(box.client().refresh(), directory.resolve("box"));
        ReleaseManifest manifest = fetch.manifest("network");
        Path running = Files.write(directory.resolve("running"), image(0));
        Choice choice = choice(manifest, "1.0.0", 1, running);
        byte[] rotten = image(0);
        rotten[IMAGE_BYTES / 2] ^= 1;
        Files.write(running, rotten);
        ImageFetch.Fetched fetched = fetch.fetch(choice, Optional.of(running));
        assertFalse(fetched.byDelta());
        assertEquals(
                Optional.of(Problem.MISMATCH),
                fetched.instead().map(UpdateException::problem),
                "the old image has rotted");
        assertArrayEquals(image(1), Files.readAllBytes(fetched.image()));
        Files.delete(fetched.image());
        assertFalse(fetch.fetch(choice, Optional.empty()).byDelta(), "the old image is not there as a file");
        Path targets = directory.resolve("r/repository/targets/network");
        for (String name : names(targets)) {
            if (name.endsWith(".delta")) {
                Files.delete(targets.resolve(name));
            }
        }
        Files.write(running, image(0));
        fetched = fetch.fetch(choice, Optional.of(running));
        assertEquals(Optional.of(Problem.NOT_THERE), fetched.instead().map(UpdateException::problem));
        assertArrayEquals(image(1), Files.readAllBytes(fetched.image()));
    }

    @Test
    void shouldRefuseAReleaseThatNoBoxWouldTake() throws Exception {
        release("1.0.0", image(0), "--counter", "7");
        assertEquals(1, run(add("1.1.0", "--counter", "7")));
        assertTrue(said().contains("no box would take 7"), said());
        assertEquals(1, run(add("1.0.0")));
        assertTrue(said().contains("there is a release 1.0.0 already"), said());
        assertEquals(2, run(add("1.1.0", "--minimum", "1.2.0")));
        assertTrue(said().contains("can't want a newer one first"), said());
        Files.writeString(directory.resolve("sbom.json"), "{}");
        assertEquals(1, run(add("1.1.0")));
        assertTrue(said().contains("is no CycloneDX file"), said());
        assertEquals(List.of(".lock"), names(directory.resolve("r/.making")), "no half-made files are left");
    }

    @Test
    void shouldDeleteWhatOneThatWasKilledLeftHalfMade() throws Exception {
        Path files = Files.createDirectories(directory.resolve("r/.making/files"));
        Files.write(files.resolve("old"), image(0));
        Files.write(files.resolve("delta-1.0.0"), new byte[] {1});
        release("1.1.0", image(1));
        assertEquals(List.of(".lock"), names(directory.resolve("r/.making")));
    }

    @Test
    void shouldMakeOneReleaseAtATime() throws Exception {
        Files.write(directory.resolve("firmware.bin"), image(0));
        try (MakingPlace other = MakingPlace.in(directory.resolve("r"))) {
            Path half = Files.write(other.files().resolve("old"), image(1));
            assertEquals(1, run(add("1.0.0")));
            assertTrue(said().contains("another process is using"), said());
            assertTrue(Files.exists(half), "the other one goes on");
        }
        must(add("1.0.0"));
    }

    private static Choice choice(ReleaseManifest manifest, String version, long counter, Path running)
            throws Exception {
        String hash = io.skyv.ota.metadata.Digests.hex("sha256", Files.readAllBytes(running));
        Choice choice =
                Choice.of(manifest, new Choice.Box("board-a", Version.parse(version), counter, Optional.of(hash)));
        assertTrue(choice instanceof Choice.TakeDelta, choice.toString());
        return choice;
    }

    /** Noise that no compressor shortens, with a change for each release. */
    private static byte[] image(int release) {
        byte[] image = new byte[IMAGE_BYTES];
        new Random(8).nextBytes(image);
        for (int i = 1; i <= release; i++) {
            image[i * 1000] ^= (byte) i;
        }
        return image;
    }

    private void release(String version, byte[] image, String... more) throws IOException {
        Files.write(directory.resolve("firmware.bin"), image);
        must(add(version, more));
        publish();
    }

    private static String add(String version, String... more) {
        return "add r firmware.bin network --version " + version
                + " --profiles board-a board-b --components box=" + version + " --sbom sbom.json --notes en=en.txt "
                + String.join(" ", more);
    }

    private void publish() {
        must("sign r targets --key keys/engineer.pem");
        must("publish r --online keys/online.pem");
    }

    private void must(String command) {
        assertEquals(0, run(command), command + "\n" + said());
    }

    private int run(String command) {
        said.reset();
        return ReleaseCommand.run(
                command.strip().split(" "),
                directory,
                new PrintStream(said, true, StandardCharsets.UTF_8),
                () -> RepositorySimulator.NOW,
                (key, twice) -> Arrays.copyOf(PASSPHRASE.toCharArray(), PASSPHRASE.length()),
                Optional.empty());
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
