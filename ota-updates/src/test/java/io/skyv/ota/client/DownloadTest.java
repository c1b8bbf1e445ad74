package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.SimulatorServer;
import io.skyv.ota.sim.TestClient;
import io.skyv.ota.sim.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets over HTTP (TUF §5.7): whole and right, or not there. */
class DownloadTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final byte[] BIG = big();

    private final RepositorySimulator repository = new RepositorySimulator();
    private SimulatorServer server;
    private TestClient client;

    @BeforeEach
    void serve() throws IOException {
        server = new SimulatorServer(repository);
        client = TestClient.of(server.url()).init(repository);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldDownloadByTheHashBeforeTheNameAndOnlyWhenAsked() {
        add("path/to/a/file.txt", bytes("content"));
        assertEquals(WELL, client.refresh());
        assertEquals(List.of(), repository.artifactRequests);
        assertEquals(WELL, client.download("path/to/a/file.txt"));
        String hash = Digests.hex("sha256", bytes("content"));
        assertEquals(List.of("path/to/a/" + hash + ".file.txt"), repository.artifactRequests);
        assertEquals(List.of("path%2Fto%2Fa%2Ffile.txt"), client.targets.names());
    }

    @Test
    void shouldEncodePathsInAddresses() {
        add("a b/ä?#%.bin", bytes("content"));
        assertEquals(WELL, client.download("a b/ä?#%.bin"));
        assertArrayEquals(
                bytes("content"),
                client.downloaded("a%20b%2F%C3%A4%3F%23%25.bin").orElseThrow());
    }

    @Test
    void shouldNotDownloadWhatIsThereAlready() {
        add("file", bytes("content"));
        client.download("file");
        assertEquals(WELL, client.download("file"));
        assertEquals(1, repository.artifactRequests.size());
    }

    @Test
    void shouldDownloadAgainWhatRottedOnTheDisk() {
        add("file", bytes("content"));
        client.download("file");
        client.targets.put("file", bytes("cOntent"));
        assertEquals(WELL, client.download("file"));
        assertArrayEquals(bytes("content"), client.downloaded("file").orElseThrow());
    }

    @Test
    void shouldReplaceAFileByItsNewVersion() {
        for (int i = 0; i < 3; i++) {
            add("file", bytes("version " + i));
            assertEquals(WELL, client.download("file"));
            assertArrayEquals(bytes("version " + i), client.downloaded("file").orElseThrow());
            repository.artifacts.put("file", bytes("malice  " + i));
            assertEquals(WELL, client.download("file"), "it is there");
            assertArrayEquals(bytes("version " + i), client.downloaded("file").orElseThrow());
        }
    }

    @Test
    void shouldRefuseAFileThatIsNotTheOneSigned() {
        add("file", bytes("content"));
        repository.artifacts.put("file", bytes("malice!"));
        assertEquals(Optional.of(Problem.MISMATCH), client.download("file"));
        assertEquals(List.of(), client.targets.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha512", "sha256 sha512"})
    void shouldVerifyByWhicheverHashesAreGiven(String hashes) {
        repository.addArtifact("targets", "file", bytes("content"), hashes.split(" "));
        repository.publishAll();
        assertEquals(WELL, client.download("file"));
        assertEquals(
                List.of(Digests.hex(hashes.split(" ")[0], bytes("content")) + ".file"), repository.artifactRequests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha512"})
    void shouldWantEveryHashThatItKnowsToBeRight(String wrong) {
        repository.addArtifact("targets", "file", bytes("content"), "sha256", "sha512");
        hashesOf("file").put(wrong, Digests.hex(wrong, bytes("malice!")));
        repository.publishAll();
        assertEquals(Optional.of(Problem.MISMATCH), client.download("file"));
        assertEquals(List.of(), client.targets.names());
    }

    @Test
    void shouldRefuseAFileWhoseHashesItDoesNotKnow() {
        repository.addArtifact("targets", "file", bytes("content"), "sha512");
        hashesOf("file").put("unknown", hashesOf("file").remove("sha512"));
        repository.publishAll();
        assertEquals(Optional.of(Problem.MISMATCH), client.download("file"));
        assertEquals(List.of(), repository.artifactRequests);
    }

    @Test
    void shouldTakeAnEmptyFile() {
        add("empty", new byte[0]);
        assertEquals(WELL, client.download("empty"));
        assertEquals(0, client.downloaded("empty").orElseThrow().length);
    }

    @Test
    void shouldGoOnWhereItWasCutOff() {
        add("big", BIG);
        server.sends(asked("big"), SimulatorServer.cutAfter(BIG.length / 3));
        assertEquals(Optional.of(Problem.UNREACHABLE), client.download("big"));
        int had = partSize();
        assertTrue(had > 0 && had <= BIG.length / 3, "a part of it is kept: " + had);
        long[] sent = {0};
        server.sends(asked("big"), (exchange, file) -> {
            SimulatorServer.well(exchange, file);
            sent[0] = Long.parseLong(exchange.getResponseHeaders().getFirst("Content-length"));
        });
        assertEquals(WELL, client.download("big"));
        assertArrayEquals(BIG, client.downloaded("big").orElseThrow());
        assertEquals(BIG.length - had, sent[0]);
    }

    @Test
    void shouldBeginAnewWithAServerThatKnowsNoRange() {
        add("big", BIG);
        server.sends(asked("big"), SimulatorServer.cutAfter(BIG.length / 2));
        client.download("big");
        assertTrue(partSize() > 0);
        server.sends(asked("big"), SimulatorServer::wholly);
        assertEquals(WELL, client.download("big"));
        assertArrayEquals(BIG, client.downloaded("big").orElseThrow());
    }

    @Test
    void shouldBeginAnewWhenThePartItHadIsWrong() {
        add("big", BIG);
        client.targets.put(Digests.hex("sha256", BIG) + ".part", new byte[BIG.length / 2]);
        assertEquals(WELL, client.download("big"));
        assertArrayEquals(BIG, client.downloaded("big").orElseThrow());
        assertEquals(2, repository.artifactRequests.size());
    }

    @Test
    void shouldBeginAnewWhenThePartItHadIsWholeButWrongOrTooLong() {
        for (int length : new int[] {BIG.length, BIG.length + 1}) {
            add("big", BIG);
            client.targets.put(Digests.hex("sha256", BIG) + ".part", new byte[length]);
            assertEquals(WELL, client.download("big"));
            assertArrayEquals(BIG, client.downloaded("big").orElseThrow());
            client.targets.put("big", new byte[0]);
        }
    }

    @Test
    void shouldAskForNothingWhenThePartItHadIsAllOfIt() {
        add("big", BIG);
        client.targets.put(Digests.hex("sha256", BIG) + ".part", BIG);
        assertEquals(WELL, client.download("big"));
        assertEquals(List.of("big"), client.targets.names());
        assertEquals(List.of(), repository.artifactRequests);
    }

    @Test
    void shouldKeepNoPartOfAnotherFile() {
        client.targets.put("0123.part", new byte[100]);
        add("file", bytes("content"));
        assertEquals(WELL, client.download("file"));
        assertEquals(List.of("file"), client.targets.names());
    }

    @Test
    void shouldGoOnAtTheNextMirrorWhereTheFirstOneBrokeOff() throws IOException {
        add("big", BIG);
        try (SimulatorServer second = new SimulatorServer(repository)) {
            client = TestClient.of(server.url(), second.url()).init(repository);
            server.sends(asked("big"), SimulatorServer.cutAfter(BIG.length / 2));
            String[] range = {""};
            second.sends(asked("big"), (exchange, file) -> {
                range[0] = exchange.getRequestHeaders().getFirst("Range");
                SimulatorServer.well(exchange, file);
            });
            assertEquals(WELL, client.download("big"));
            assertArrayEquals(BIG, client.downloaded("big").orElseThrow());
            assertTrue(range[0] != null && range[0].startsWith("bytes="), "only the rest was asked for");
        }
    }

    private int partSize() {
        return client.targets.get(Digests.hex("sha256", BIG) + ".part").orElse(new byte[0]).length;
    }

    private String asked(String path) {
        return "targets/" + Digests.hex("sha256", repository.artifacts.get(path)) + "." + path;
    }

    private void add(String path, byte[] content) {
        repository.addArtifact("targets", path, content);
        repository.publishAll();
    }

    private Map<String, Object> hashesOf(String path) {
        Object file = Trees.map(repository.signed.get("targets").get("targets")).get(path);
        return Trees.map(Trees.map(file).computeIfAbsent("hashes", ignored -> new LinkedHashMap<>()));
    }

    private static byte[] big() {
        byte[] bytes = new byte[1 << 20];
        new Random(8).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
