package io.skyv.ota.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.skyv.ota.UpdateException.Problem;
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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of docs/operator/releases.md as they stand there, and a box that follows what they publish. */
class RunbookTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final String PASSPHRASE = "correct horse battery";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private Instant now = RepositorySimulator.NOW;

    @TempDir
    static Path first;

    @TempDir
    Path directory;

    private HttpServer server;
    private TestClient box;

    /** Keys take their time, so there is one first setup for all. */
    @BeforeAll
    static void setUp() throws IOException {
        Files.createDirectory(first.resolve("keys"));
        Files.writeString(first.resolve("firmware.bin"), "firmware");
        Files.writeString(first.resolve("sbom.json"), "{\"bomFormat\": \"CycloneDX\"}");
        Files.writeString(first.resolve("notes.en.txt"), "Night pictures are clearer.\n");
        Files.writeString(first.resolve("notes.de.txt"), "Nachts ist das Bild klarer.\n");
        RunbookTest setup = new RunbookTest();
        setup.directory = first;
        setup.shouldAllWork("First setup");
    }

    @BeforeEach
    void serve() throws IOException {
        try (Stream<Path> files = Files.walk(first)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, directory.resolve(first.relativize(file).toString()));
            }
        }
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                directory.resolve("releases/repository").toRealPath(),
                OutputLevel.NONE);
        server.start();
        box = TestClient.of("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .init(Files.readAllBytes(directory.resolve("releases/repository/metadata/1.root.json")));
        assertEquals(WELL, box.refresh());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void shouldBringAReleaseToABox() throws Exception {
        shouldAllWork("A release");
        assertEquals(WELL, box.download("network/manifest.json", "network/firmware-1.2.0.zst"));
        ReleaseManifest manifest =
                ReleaseManifest.read(box.downloaded("network%2Fmanifest.json").orElseThrow());
        assertEquals(Version.parse("1.2.0"), manifest.version());
        assertEquals("Nachts ist das Bild klarer.", manifest.notes("de"));
    }

    @Test
    void shouldLetAMakerSignForItsBoardsAlone() throws IOException {
        shouldAllWork("A maker");
        assertEquals(WELL, box.download("boards/maker-a/manifest.json"));
        assertEquals(1, run("delegate releases maker-b --keys keys/engineer.pem --paths boards/*/*"));
        assertTrue(said().contains("reaches what maker-a signs for: boards/maker-a/*"), said());
        assertEquals(0, run("add releases firmware.bin boards/maker-b/firmware.bin --role maker-a"));
        assertEquals(0, run("sign releases maker-a --key keys/maker.pem"));
        assertEquals(1, run("publish releases --online keys/online.pem"));
        assertTrue(said().contains("may not speak for that path"), said());
        assertEquals(WELL, box.download("boards/maker-a/manifest.json"), "nothing was published");
    }

    @Test
    void shouldTakeAMakersRightBack() throws IOException {
        shouldAllWork("A maker");
        assertEquals(0, run("revoke releases maker-a"));
        assertEquals(0, run("sign releases targets --key keys/engineer.pem"));
        assertEquals(0, run("publish releases --online keys/online.pem"), said());
        assertEquals(Optional.of(Problem.NO_SUCH_TARGET), box.download("boards/maker-a/manifest.json"));
    }

    @Test
    void shouldReplaceALostKey() throws IOException {
        shouldAllWork("A lost key");
        shouldAllWork("A release");
        assertEquals(WELL, box.download("network/manifest.json"));
        assertEquals(2, box.version("root"));
    }

    @Test
    void shouldReplaceStolenKeys() throws IOException {
        shouldAllWork("A release");
        assertEquals(WELL, box.refresh());
        shouldAllWork("A stolen key");
        assertEquals(WELL, box.download("network/manifest.json"));
        assertEquals(3, box.version("root"));
        assertEquals(0, run("add releases firmware.bin network/evil.bin"));
        assertEquals(1, run("sign releases targets --key keys/engineer.pem"), "the thief's key is worth nothing");
        assertTrue(said().contains("may not sign targets; those that may are"), said());
        assertEquals(1, run("publish releases --online keys/online-2.pem"));
        assertTrue(said().contains("UNSIGNED"), said());
    }

    @Test
    void shouldGoOnFromAnExpiredRoot() throws IOException {
        shouldAllWork("A release");
        now = RepositorySimulator.NOW.plus(Duration.ofDays(400));
        box.now = now;
        assertEquals(Optional.of(Problem.EXPIRED), box.refresh());
        shouldAllWork("An expired root");
        assertEquals(WELL, box.download("network/manifest.json"));
    }

    @Test
    void shouldNotPublishBelowTheThreshold() throws IOException {
        assertEquals(0, run("rotate releases root"));
        assertEquals(0, run("sign releases root --key keys/anna.pem"));
        assertEquals(0, run("sign releases root --key keys/anna.pem"));
        assertEquals(1, run("publish releases --online keys/online.pem"));
        assertTrue(said().contains("UNSIGNED: root has 1 good signatures of the 2 that it needs"), said());
        assertEquals(0, run("sign releases root --key keys/ben.pem"));
        assertEquals(0, run("publish releases --online keys/online.pem"), "the draft is still there");
    }

    /** What the control plane does with it is tested there. */
    @Test
    void shouldAskTheControlPlaneToPublishWhereTheOnlineKeyIsThere() throws IOException {
        List<String> commands = commands("Where the control plane publishes");
        assertEquals(0, run(commands.getFirst()), said());
        assertTrue(said().contains("Asks the control plane"), said());
        assertEquals(0, run("show releases"));
        assertTrue(said().contains("was asked to publish the drafts and has not done so yet"), said());
    }

    @Test
    void shouldSayWhatItIsMissing() throws IOException {
        assertEquals(2, run("nonsense"));
        assertEquals(2, run("init"));
        assertEquals(
                1,
                run("init releases --root keys/anna.pem --threshold 1 --targets keys/anna.pem --online keys/anna.pem"));
        assertTrue(said().contains("has a repository or drafts already"), said());
        assertEquals(1, run("sign releases nobody --key keys/anna.pem"));
        assertTrue(said().contains("there is no draft of nobody to sign"), said());
        assertEquals(1, run("key keys/anna.pem"));
        assertTrue(said().contains("a key is never overwritten"), said());
        assertEquals(1, run("rotate releases root --threshold 4"));
        assertTrue(said().contains("a threshold of 4 can't be"), said());
    }

    /** A word that nobody knows may be a safeguard that somebody believes in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "delegate releases maker-a --keys keys/maker.pem --paths boards/maker-a/* --treshold 2",
                "add releases firmware.bin network --profiles skyv-cam-ref",
                "sign releases root targets --key keys/anna.pem",
                "rotate releases root --remove keys/ben.pem --force",
                "show releases --all",
                "init other --root keys/anna.pem --threshold 0 --targets keys/engineer.pem --online keys/online.pem"
            })
    void shouldRefuseWhatItDoesNotKnow(String command) throws IOException {
        assertEquals(2, run(command), said());
        assertFalse(Files.exists(directory.resolve("other/drafts/root.json")));
        assertFalse(Files.exists(directory.resolve("releases/drafts/root.json")));
        assertFalse(Files.exists(directory.resolve("releases/drafts/targets.json")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        show nowhere                                                          | there are no releases in nowhere
        add releases nofile network/x                                         | there is no file
        add releases firmware.bin x --role nobody                             | nobody lets nobody sign
        revoke releases nobody                                                | nobody lets nobody sign
        remove releases network/x                                             | targets lists no network/x
        rotate releases maker-a --add keys/anna.pem                           | release delegate does
        rotate releases targets --remove keys/engineer.pem                    | targets would have 0 keys
        init other --root keys/anna.pem --threshold 1 --targets keys/ben.pem --online keys/anna.pem | the online key
        init other --root keys/anna.pem keys/anna.pem --threshold 2 --targets keys/ben.pem --online keys/online.pem | can't be
        """)
    void shouldSayWhyItDoesNothing(String command, String why) throws IOException {
        assertEquals(1, run(command), said());
        assertTrue(said().contains(why), said());
        assertFalse(Files.exists(directory.resolve("nowhere")), "looking makes nothing");
        assertFalse(Files.exists(directory.resolve("releases/drafts/root.json")));
        assertFalse(Files.exists(directory.resolve("releases/drafts/targets.json")));
    }

    @Test
    void shouldTellWhoseSignaturesAreMissing() throws IOException {
        assertEquals(0, run("key keys/dora.pem"));
        QuickKeys.replace(directory.resolve("keys/dora.pem"), PASSPHRASE.toCharArray());
        assertEquals(0, run("rotate releases root --remove keys/anna.pem --add keys/dora.pem"));
        assertEquals(1, run("sign releases root --key keys/engineer.pem"), "no root key");
        assertEquals(0, run("sign releases root --key keys/anna.pem"), "the root before knows her");
        assertTrue(said().contains("root 1 wants 2, and has 1"), said());
        assertTrue(said().contains("this root wants 2, and has 0"), said());
        assertEquals(0, run("sign releases root --key keys/ben.pem"));
        assertTrue(said().contains("the others who must sign"), said());
        assertEquals(0, run("sign releases root --key keys/dora.pem"));
        assertTrue(said().contains("this root wants 2, and has 2"), said());
        assertTrue(said().contains("Next: release publish"), said());
    }

    /** The machine with the key has the draft and nothing else. */
    @Test
    void shouldSignADraftThatWasCarriedToTheKey() throws IOException {
        assertEquals(0, run("rotate releases root"));
        Path carried =
                Files.createDirectories(directory.resolve("stick/drafts")).resolve("root.json");
        Files.copy(directory.resolve("releases/drafts/root.json"), carried);
        assertEquals(0, run("sign stick root --key keys/anna.pem"), said());
        Files.copy(carried, directory.resolve("releases/drafts/root.json"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(0, run("sign releases root --key keys/ben.pem"), said());
        assertEquals(0, run("publish releases --online keys/online.pem"), said());
    }

    @Test
    void shouldShowEveryRoleAndHowLongItHolds() throws IOException {
        shouldAllWork("A maker");
        assertEquals(0, run("rotate releases targets"), said());
        assertEquals(0, run("show releases"));
        for (String line : List.of(
                "Published root 1, until ",
                "Published targets 2, until ",
                "maker-a signs for [boards/maker-a/*] with 1 of [",
                "Published maker-a 2, until ",
                "Published snapshot 3, until ",
                "Published timestamp 3, until ",
                "Draft of root 2, until ",
                "root 1 wants 2, and has 0",
                "Draft of targets 3, until ",
                "root 2 wants 1, and has 0")) {
            assertTrue(said().contains(line), line + "\n" + said());
        }
    }

    @Test
    void shouldListAFileNoMore() throws IOException {
        shouldAllWork("A release");
        assertEquals(0, run("remove releases network/firmware-1.2.0.zst"), said());
        assertEquals(0, run("sign releases targets --key keys/engineer.pem"), said());
        assertEquals(0, run("publish releases --online keys/online.pem"), said());
        assertEquals(Optional.of(Problem.NO_SUCH_TARGET), box.download("network/firmware-1.2.0.zst"));
    }

    @Test
    void shouldWantSeveralKeysOfAMakerThatHasThem() throws IOException {
        String delegate = "delegate releases maker-b --keys keys/anna.pem keys/ben.pem --paths boards/maker-b/*";
        assertEquals(0, run(delegate + " --threshold 2"), said());
        assertEquals(0, run("sign releases targets --key keys/engineer.pem"));
        assertEquals(0, run("sign releases maker-b --key keys/anna.pem"));
        assertEquals(1, run("publish releases --online keys/online.pem"));
        assertTrue(said().contains("maker-b has 1 good signatures of the 2"), said());
        assertEquals(0, run("sign releases maker-b --key keys/ben.pem"));
        assertEquals(0, run("publish releases --online keys/online.pem"), said());
    }

    /** Runs each command of a section; none may fail, or say anything secret. */
    private void shouldAllWork(String section) throws IOException {
        List<String> commands = commands(section);
        assertFalse(commands.isEmpty(), section);
        for (String command : commands) {
            assertEquals(0, run(command), command + "\n" + said());
            if (command.startsWith("key ")) {
                QuickKeys.replace(directory.resolve(command.substring("key ".length())), PASSPHRASE.toCharArray());
            }
        }
        assertFalse(said().contains(PASSPHRASE));
        assertFalse(said().contains("PRIVATE"));
    }

    private static List<String> commands(String section) throws IOException {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("..", "docs", "operator", "releases.md"))) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + section);
            } else if (inside && line.startsWith("./skyv release ")) {
                commands.add(line.substring("./skyv release ".length()));
            }
        }
        return commands;
    }

    private int run(String command) {
        said.reset();
        return ReleaseCommand.run(
                command.split(" "),
                directory,
                new PrintStream(said, true, StandardCharsets.UTF_8),
                () -> now,
                (key, twice) -> Arrays.copyOf(PASSPHRASE.toCharArray(), PASSPHRASE.length()),
                Optional.empty());
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
