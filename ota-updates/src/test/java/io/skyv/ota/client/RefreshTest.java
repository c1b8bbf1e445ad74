package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.json.StrictJson;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.SimulatorServer;
import io.skyv.ota.sim.TestClient;
import io.skyv.ota.sim.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TUF §5.1 to §5.6.6 over HTTP: what is asked for, what is believed, and what is stored. */
class RefreshTest {
    private static final Optional<Problem> WELL = Optional.empty();

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
    void shouldAskForEachRoleOnceInTheOrderOfTheSpecification() {
        assertEquals(WELL, client.refresh());
        assertEquals(List.of("2.root", "timestamp", "1.snapshot", "1.targets"), repository.metadataRequests);
    }

    @Test
    void shouldMakeNoRequestToInit() {
        assertEquals(List.of(), repository.metadataRequests);
        assertEquals(List.of("root 1"), client.trusted());
    }

    @Test
    void shouldAskOnlyForRootAndTimestampWhenNothingIsNew() {
        client.refresh();
        repository.metadataRequests.clear();
        int writes = client.metadata.steps();
        assertEquals(WELL, client.refresh());
        assertEquals(List.of("2.root", "timestamp"), repository.metadataRequests);
        assertEquals(writes, client.metadata.steps(), "nothing is written either");
    }

    @Test
    void shouldStoreWhatCameByteForByte() {
        byte[] odd = (new String(repository.last("timestamp"), java.nio.charset.StandardCharsets.UTF_8) + " \n ")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        repository.replaceLast("timestamp", odd);
        assertEquals(WELL, client.refresh());
        for (String role : RepositorySimulator.TOP) {
            assertArrayEquals(
                    repository.last(role), client.metadata.get(role + ".json").orElseThrow());
        }
    }

    @Test
    void shouldRefreshBeforeItLooksForATarget() {
        assertEquals(Optional.of(Problem.NO_SUCH_TARGET), client.download("not there"));
        assertEquals(List.of("root 1", "snapshot 1", "targets 1", "timestamp 1"), client.trusted());
    }

    @Test
    void shouldAskForNothingWhenTheStoredRootHasNoVersion() {
        repository.root().remove("version");
        client.init(repository.signedBytes("root"));
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh());
        assertEquals(List.of(), repository.metadataRequests);
    }

    @Test
    void shouldAskForNothingWhenTheStoredRootIsNotSignedByItself() {
        repository.signers.get("root").clear();
        repository.sign("root", repository.newKey());
        client.init(repository.signedBytes("root"));
        assertEquals(Optional.of(Problem.UNSIGNED), client.refresh());
        assertEquals(List.of(), repository.metadataRequests);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            root      | root 1
            timestamp | root 2
            snapshot  | root 2, timestamp 2
            targets   | root 2, snapshot 2, timestamp 2
            """)
    void shouldRefuseARoleThatIsNotSignedAndKeepThoseBefore(String role, String trusted) {
        repository.signers.get(role).clear();
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(Optional.of(Problem.UNSIGNED), client.refresh());
        assertEquals(List.of(trusted.split(", ")), client.trusted());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            root     | ROLLBACK | root 1
            snapshot | MISMATCH | root 2, timestamp 2
            targets  | MISMATCH | root 2, snapshot 2, timestamp 2
            """)
    void shouldRefuseAVersionOtherThanTheOneInTheName(String role, Problem problem, String trusted) {
        repository.signed.get(role).put("version", 2L);
        repository.publish("root", "targets", "snapshot", "timestamp"); // says 3 in 2.ROLE.json
        Map<String, Object> told =
                role.equals("snapshot") ? repository.inTimestamp() : repository.inSnapshot("targets");
        if (!role.equals("root")) {
            told.put("version", 2L);
            if (role.equals("targets")) {
                repository.replaceLast("snapshot", repository.signedBytes("snapshot"));
            } else {
                repository.replaceLast("timestamp", repository.signedBytes("timestamp"));
            }
        }
        assertEquals(Optional.of(problem), client.refresh());
        assertEquals(List.of(trusted.split(", ")), client.trusted());
    }

    @Test
    void shouldKeepTheTimestampItHasWhenAnotherSaysTheSameVersion() {
        client.refresh();
        repository.inTimestamp().put("version", 100L);
        repository.replaceLast("timestamp", repository.signedBytes("timestamp"));
        byte[] before = client.metadata.get("timestamp.json").orElseThrow();
        repository.metadataRequests.clear();
        assertEquals(WELL, client.refresh());
        assertEquals("timestamp", repository.metadataRequests.getLast());
        assertArrayEquals(before, client.metadata.get("timestamp.json").orElseThrow());
    }

    @Test
    void shouldTakeMetadataWithTheHashesThatWerePromised() {
        repository.promisesHashes = true;
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(2, client.version("targets"));
    }

    @Test
    void shouldRefuseTargetsWithAnotherHash() {
        repository.promisesHashes = true;
        repository.publish("targets", "snapshot", "timestamp");
        client.refresh();
        repository.publish("targets");
        repository.inSnapshot("targets").put("hashes", new LinkedHashMap<>(Map.of("sha256", "0".repeat(64))));
        repository.publish("snapshot", "timestamp");
        assertEquals(Optional.of(Problem.MISMATCH), client.refresh());
        assertEquals(List.of("root 1", "snapshot 3", "targets 2", "timestamp 3"), client.trusted());
    }

    @Test
    void shouldRefuseASnapshotWithAnotherHash() {
        repository.promisesHashes = true;
        repository.publish("snapshot", "timestamp");
        client.refresh();
        repository.publish("snapshot");
        repository.inTimestamp().put("hashes", new LinkedHashMap<>(Map.of("sha256", "0".repeat(64))));
        repository.publish("timestamp");
        assertEquals(Optional.of(Problem.MISMATCH), client.refresh());
        assertEquals(List.of("root 1", "snapshot 2", "targets 1", "timestamp 3"), client.trusted());
    }

    @Test
    void shouldRefuseMetadataShorterThanPromised() {
        repository.promisesHashes = true;
        repository.publish("snapshot");
        repository.inTimestamp().merge("length", 1L, (length, one) -> (long) length + 1);
        repository.inTimestamp().remove("hashes");
        repository.publish("timestamp");
        assertEquals(Optional.of(Problem.MISMATCH), client.refresh());
    }

    @Test
    void shouldVerifyFieldsThatItDoesNotKnow() {
        client.refresh();
        repository.root().put("custom-field", "value");
        repository.rootRole("root").put("another-field", "value");
        repository.publish("root");
        assertEquals(WELL, client.refresh());
        assertEquals(2, client.version("root"));
    }

    @Test
    void shouldNotCareAboutKeyidHashAlgorithmsOfAnyForm() throws Exception {
        repository.rotateKeys("snapshot");
        Map<String, Object> keys = Trees.map(repository.root().get("keys"));
        SigningKey key = repository.signers.get("snapshot").values().iterator().next();
        Map<String, Object> odd = new LinkedHashMap<>(Trees.map(keys.remove(key.id())));
        odd.put("keyid_hash_algorithms", "md5");
        String id = io.skyv.ota.metadata.Digests.hex("sha256", io.skyv.ota.json.CanonicalJson.write(Trees.json(odd)));
        keys.put(id, odd);
        repository.rootRole("snapshot").put("keyids", new ArrayList<>(List.of(id)));
        repository.publish("root", "snapshot");
        Map<String, Object> file = Trees.map(Trees.tree(StrictJson.read(repository.last("snapshot"))));
        Trees.map(Trees.list(file.get("signatures")).getFirst()).put("keyid", id);
        repository.replaceLast("snapshot", io.skyv.ota.json.JsonText.write(Trees.json(file)));
        repository.publish("timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(2, client.version("snapshot"));
    }

    @Test
    void shouldNotCountAKeyUnderAnIdThatIsNotItsHash() {
        SigningKey key = repository.signers.get("timestamp").values().iterator().next();
        Map<String, Object> keys = Trees.map(repository.root().get("keys"));
        Trees.map(keys.get(key.id())).put("renamed", "so another id would be right");
        repository.publish("root", "timestamp");
        assertEquals(Optional.of(Problem.UNSIGNED), client.refresh());
        assertEquals(List.of("root 2"), client.trusted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp", "snapshot", "targets"})
    void shouldFailWhenARoleIsNotThere(String role) {
        client.refresh();
        if (role.equals("timestamp")) {
            repository.published.remove(role);
        } else {
            Map<String, Object> told =
                    role.equals("snapshot") ? repository.inTimestamp() : repository.inSnapshot("targets");
            told.put("version", 2L);
            if (role.equals("targets")) {
                repository.publish("snapshot");
            }
            repository.publish("timestamp");
        }
        List<String> trusted = switch (role) {
            case "timestamp" -> List.of("root 1", "snapshot 1", "targets 1", "timestamp 1");
            case "snapshot" -> List.of("root 1", "snapshot 1", "targets 1", "timestamp 2");
            default -> List.of("root 1", "snapshot 2", "targets 1", "timestamp 2");
        };
        assertEquals(Optional.of(Problem.NOT_THERE), client.refresh());
        assertEquals(trusted, client.trusted());
    }

    @Test
    void shouldRefuseASnapshotInThePlaceOfATimestamp() {
        repository.addKey(
                "snapshot",
                repository.signers.get("timestamp").values().iterator().next());
        repository.snapshotFiles().put("snapshot.json", new LinkedHashMap<>(Map.of("version", 1L)));
        repository.publish("root", "snapshot");
        repository.published.get("timestamp").add(repository.last("snapshot"));
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh());
        assertEquals(List.of("root 2"), client.trusted());
    }

    @Test
    void shouldReadARepositoryWithoutConsistentSnapshots() {
        repository.root().put("consistent_snapshot", false);
        repository.addArtifact("targets", "dir/file", new byte[] {1, 2});
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(WELL, client.download("dir/file"));
        assertEquals(List.of("2.root", "3.root", "timestamp", "snapshot", "targets"), repository.metadataRequests);
        assertEquals(List.of("dir/file"), repository.artifactRequests);
    }

    @Test
    void shouldGoThroughManyRoots() {
        for (int i = 0; i < 40; i++) {
            repository.rotateKeys("root");
            repository.signers.get("root").putAll(previousRootKeys());
            repository.publish("root");
            rememberRootKeys();
        }
        assertEquals(WELL, client.refresh());
        assertEquals(41, client.version("root"));
    }

    private Map<String, SigningKey> rootKeys = new LinkedHashMap<>(repository.signers.get("root"));

    private Map<String, SigningKey> previousRootKeys() {
        return rootKeys;
    }

    private void rememberRootKeys() {
        rootKeys = new LinkedHashMap<>();
        for (Object id : Trees.list(repository.rootRole("root").get("keyids"))) {
            rootKeys.put((String) id, repository.signers.get("root").get(id));
        }
    }

    @Test
    void shouldStopAtItsBoundOfRootsAndGoOnNextTime() {
        client.limits = new Limits(512_000, 16_384, 2_000_000, 5_000_000, 3, 32);
        for (int i = 0; i < 5; i++) {
            repository.publish("root");
        }
        assertEquals(WELL, client.refresh());
        assertEquals(4, client.version("root"));
        assertEquals(WELL, client.refresh());
        assertEquals(6, client.version("root"));
    }
}
