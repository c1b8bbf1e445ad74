package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.SimulatorServer;
import io.skyv.ota.sim.TestClient;
import io.skyv.ota.sim.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attacks of TUF's security page and of the Uptane standard, each over HTTP from a server that the attacker runs. He
 * holds no key unless a test says so.
 */
class AttacksTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final byte[] GOOD = "firmware 2".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EVIL = "firmware 6".getBytes(StandardCharsets.UTF_8);
    private static final String FILE = "boards/a/firmware";
    private static final String STORED = "boards%2Fa%2Ffirmware";

    private final RepositorySimulator repository = new RepositorySimulator();
    private SimulatorServer server;
    private TestClient client;

    @BeforeEach
    void serve() throws IOException {
        repository.addArtifact("targets", FILE, GOOD);
        repository.publishAll();
        server = new SimulatorServer(repository);
        client = TestClient.of(server.url()).init(repository);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldResistArbitraryInstallation() {
        repository.artifacts.put(FILE, EVIL);
        assertEquals(Optional.of(Problem.MISMATCH), client.download(FILE));
        assertEquals(List.of(), client.targets.names());
        // his own metadata for his own file
        repository.signers.get("targets").clear();
        repository.sign("targets", SigningKey.makeEd25519());
        repository.addArtifact("targets", FILE, EVIL);
        repository.publishAll();
        assertEquals(Optional.of(Problem.UNSIGNED), client.download(FILE));
        assertEquals(List.of(), client.targets.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata/2.root.json", "metadata/timestamp.json", "metadata/2.snapshot.json"})
    void shouldResistEndlessDataInMetadata(String path) {
        server.sends(path, SimulatorServer::endlessly);
        assertEquals(Optional.of(Problem.TOO_LONG), client.download(FILE));
    }

    @Test
    void shouldResistEndlessDataInATarget() {
        server.sends(target(GOOD), SimulatorServer::endlessly);
        assertEquals(Optional.of(Problem.TOO_LONG), client.download(FILE));
        assertEquals(List.of(), client.targets.names(), "nothing of it stays on the disk");
    }

    @Test
    void shouldResistEndlessDataWithAPromiseOfLength() {
        repository.promisesHashes = true;
        repository.publishAll();
        byte[] longer = new byte[repository.last("snapshot").length + 1];
        server.sends("metadata/3.snapshot.json", SimulatorServer.instead(longer));
        assertEquals(Optional.of(Problem.TOO_LONG), client.refresh());
    }

    @Test
    void shouldResistExtraneousDependencies() {
        // who may sign only board a's packages signs one for board b, on which a good one may depend
        repository.delegate("targets", "maker-a", false, "boards/a/*");
        repository.addArtifact("maker-a", "boards/b/driver", EVIL);
        repository.publishAll();
        assertEquals(Optional.of(Problem.NO_SUCH_TARGET), client.download(FILE, "boards/b/driver"));
        assertEquals(List.of(STORED), client.targets.names());
    }

    @Test
    void shouldRecoverFromAFastForwardAttack() {
        // he had the timestamp's key and signed the highest version there is
        repository.signed.get("timestamp").put("version", Long.MAX_VALUE);
        repository.publishAsItIs("timestamp");
        assertEquals(WELL, client.refresh());
        repository.rotateKeys("timestamp");
        repository.signed.get("timestamp").put("version", 3L);
        repository.publish("root");
        repository.publishAsItIs("timestamp");
        assertEquals(WELL, client.download(FILE));
        assertEquals(3, client.version("timestamp"));
    }

    @Test
    void shouldNoticeAnIndefiniteFreeze() {
        assertEquals(WELL, client.refresh());
        client.now = RepositorySimulator.NOW.plus(Duration.ofDays(31));
        assertEquals(Optional.of(Problem.EXPIRED), client.download(FILE), "the same answers as ever");
    }

    @Test
    void shouldResistMaliciousMirrors() throws IOException {
        RepositorySimulator his = RepositorySimulator.ofAStranger();
        his.addArtifact("targets", FILE, EVIL);
        his.publishAll();
        try (SimulatorServer evil = new SimulatorServer(his)) {
            client = TestClient.of(evil.url(), server.url()).init(repository);
            repository.publish("root");
            assertEquals(WELL, client.download(FILE));
            assertArrayEquals(GOOD, client.downloaded(STORED).orElseThrow());
            assertEquals(2, client.version("root"));
        }
    }

    @Test
    void shouldGoToTheNextMirrorWhenOneLiesAboutAFile() throws IOException {
        try (SimulatorServer liar = new SimulatorServer(repository)) {
            liar.sends(target(GOOD), SimulatorServer.instead(EVIL));
            client = TestClient.of(liar.url(), server.url()).init(repository);
            assertEquals(WELL, client.download(FILE));
            assertArrayEquals(GOOD, client.downloaded(STORED).orElseThrow());
        }
    }

    @Test
    void shouldResistMixAndMatch() {
        repository.delegate("targets", "maker-a", false, "makers/*");
        repository.publishAll();
        assertEquals(WELL, client.refresh());
        // version 3 of one role with version 2 of another, each once well signed
        byte[] old = repository.last("targets");
        repository.publishAll();
        server.sends("metadata/4.targets.json", SimulatorServer.instead(old));
        assertEquals(Optional.of(Problem.MISMATCH), client.download(FILE));
        assertEquals(3, client.version("targets"));
    }

    @Test
    void shouldResistMixAndMatchOfTheSameVersionByItsHash() {
        repository.promisesHashes = true;
        repository.publishAll();
        byte[] oneWithTheSameVersion = repository.last("targets");
        repository.addArtifact("targets", "another", EVIL);
        repository.publishAll();
        repository.signed.get("targets").put("version", 4L);
        repository.addArtifact("targets", FILE, EVIL);
        server.sends("metadata/4.targets.json", SimulatorServer.instead(repository.signedBytes("targets")));
        assertTrue(oneWithTheSameVersion.length > 0);
        Optional<Problem> outcome = client.refresh();
        assertTrue(
                outcome.equals(Optional.of(Problem.MISMATCH)) || outcome.equals(Optional.of(Problem.TOO_LONG)),
                outcome.toString());
        assertEquals(0, client.version("targets"));
    }

    @Test
    void shouldResistRollback() {
        byte[] before = repository.last("timestamp");
        repository.publishAll();
        assertEquals(WELL, client.refresh());
        server.sends("metadata/timestamp.json", SimulatorServer.instead(before));
        assertEquals(Optional.of(Problem.ROLLBACK), client.download(FILE));
        assertEquals(3, client.version("timestamp"));
    }

    @Test
    void shouldResistKeyCompromiseBelowTheThreshold() {
        repository.addKey("targets");
        repository.addKey("targets");
        repository.rootRole("targets").put("threshold", 2L);
        repository.publish("root");
        repository.publishAll();
        assertEquals(WELL, client.refresh());
        // he has one of three, and what is online
        Map<String, SigningKey> his = repository.signers.get("targets");
        his.keySet().retainAll(List.of(his.keySet().iterator().next()));
        repository.addArtifact("targets", FILE, EVIL);
        repository.publishAll();
        assertEquals(Optional.of(Problem.UNSIGNED), client.download(FILE));
        assertEquals(List.of(), client.targets.names());
    }

    @Test
    void shouldResistWrongSoftware() {
        // a good file, well signed, under another name
        byte[] otherBoard = "firmware of board b".getBytes(StandardCharsets.UTF_8);
        repository.addArtifact("targets", "boards/b/firmware", otherBoard);
        repository.publishAll();
        server.sends(target(GOOD), SimulatorServer.instead(otherBoard));
        assertEquals(Optional.of(Problem.TOO_LONG), client.download(FILE));
        assertEquals(List.of(), client.targets.names());
    }

    @Test
    void shouldFailAndGoOnLaterWhenRequestsAreDropped() {
        for (String path : List.of("metadata/timestamp.json", "metadata/2.snapshot.json", "metadata/2.targets.json")) {
            server.sends(path, SimulatorServer.cutAfter(0));
            assertEquals(Optional.of(Problem.UNREACHABLE), client.download(FILE), path);
            server.sendsWell(path);
        }
        server.sends("metadata/timestamp.json", SimulatorServer.status(503));
        assertEquals(Optional.of(Problem.UNREACHABLE), client.download(FILE));
        server.sendsWell("metadata/timestamp.json");
        assertEquals(WELL, client.download(FILE));
    }

    @Test
    void shouldNotTakeADroppedRequestForTheLastRoot() {
        repository.publish("root");
        server.sends("metadata/2.root.json", SimulatorServer.status(500));
        assertEquals(Optional.of(Problem.UNREACHABLE), client.refresh());
        assertEquals(List.of("root 1"), client.trusted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata/2.root.json", "metadata/timestamp.json"})
    void shouldGiveUpOnAServerThatStalls(String path) {
        repository.publish("root");
        server.sends(path, server.stallAfter(10));
        assertEquals(Optional.of(Problem.UNREACHABLE), client.refresh());
    }

    @Test
    void shouldGiveUpOnAServerThatStallsInATargetAndGoOnLater() {
        byte[] big = new byte[300_000];
        repository.addArtifact("targets", "big", big);
        repository.publishAll();
        String path = "targets/" + Digests.hex("sha256", big) + ".big";
        server.sends(path, server.stallAfter(100_000));
        assertEquals(Optional.of(Problem.UNREACHABLE), client.download("big"));
        server.sendsWell(path);
        assertEquals(WELL, client.download("big"));
    }

    @Test
    void shouldGiveUpOnSlowRetrieval() {
        byte[] big = new byte[300_000];
        repository.addArtifact("targets", "big", big);
        repository.publishAll();
        AtomicLong nanos = new AtomicLong();
        client.nanoTime = () -> nanos.addAndGet(Duration.ofMinutes(1).toNanos()); // each look finds a minute gone
        server.sends("targets/" + Digests.hex("sha256", big) + ".big", (exchange, file) -> {
            exchange.sendResponseHeaders(200, file.length);
            for (byte b : file) {
                exchange.getResponseBody().write(b);
                exchange.getResponseBody().flush();
            }
        });
        assertEquals(Optional.of(Problem.TOO_SLOW), client.download("big"));
    }

    @Test
    void shouldTakeNothingOfAPartialBundle() {
        // of two files that belong together one is held back: the caller learns it, and from which one on
        byte[] second = "driver 2".getBytes(StandardCharsets.UTF_8);
        repository.addArtifact("targets", "boards/a/driver", second);
        repository.publishAll();
        server.sends("targets/boards/a/" + Digests.hex("sha256", second) + ".driver", SimulatorServer.status(404));
        assertEquals(Optional.of(Problem.NOT_THERE), client.download(FILE, "boards/a/driver"));
        assertEquals(List.of(STORED), client.targets.names());
        repository.addArtifact("targets", "boards/a/driver", second);
        assertEquals(
                0,
                client.downloaded("boards%2Fa%2Fdriver")
                        .map(bytes -> bytes.length)
                        .orElse(0));
    }

    @Test
    void shouldNotFollowAServerToAnotherAddress() {
        server.sends("metadata/timestamp.json", (exchange, file) -> {
            exchange.getResponseHeaders().set("Location", server.url() + "metadata/1.snapshot.json");
            exchange.sendResponseHeaders(302, -1);
        });
        assertEquals(Optional.of(Problem.UNREACHABLE), client.refresh());
        assertEquals(List.of("2.root", "timestamp"), repository.metadataRequests);
    }

    @Test
    void shouldNotBelieveARangeThatItDidNotAskFor() {
        byte[] big = new byte[300_000];
        repository.addArtifact("targets", "big", big);
        repository.publishAll();
        server.sends("targets/" + Digests.hex("sha256", big) + ".big", (exchange, file) -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 100-299999/300000");
            exchange.sendResponseHeaders(206, file.length - 100);
            exchange.getResponseBody().write(file, 100, file.length - 100);
        });
        assertEquals(Optional.of(Problem.UNREACHABLE), client.download("big"));
    }

    private static String target(byte[] content) {
        return "targets/boards/a/" + Digests.hex("sha256", content) + ".firmware";
    }

    @Test
    void shouldNotCareWhatTheAttackerAddsToCustomFields() {
        Map<String, Object> file = Trees.map(
                Trees.map(repository.signed.get("targets").get("targets")).get(FILE));
        file.put("custom", new LinkedHashMap<>(Map.of("version", "9")));
        byte[] unsigned = RepositorySimulator.file(
                repository.signed.get("targets"),
                Trees.list(
                        Trees.map(Trees.tree(read(repository.last("targets")))).get("signatures")));
        server.sends("metadata/2.targets.json", SimulatorServer.instead(unsigned));
        assertEquals(Optional.of(Problem.UNSIGNED), client.download(FILE));
    }

    private static io.skyv.ota.json.Json read(byte[] bytes) {
        try {
            return io.skyv.ota.json.StrictJson.read(bytes);
        } catch (io.skyv.ota.UpdateException e) {
            throw new AssertionError(e);
        }
    }
}
