package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was seen once is never older again, unless the keys that said it are gone (TUF §5.3.11). */
class RollbackTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final Optional<Problem> ROLLBACK = Optional.of(Problem.ROLLBACK);

    private final RepositorySimulator repository = new RepositorySimulator();
    private final TestClient client = TestClient.of(repository).init(repository);

    @Test
    void shouldRefuseAnOlderTimestamp() {
        repository.publish("timestamp");
        client.refresh();
        again("timestamp");
        assertEquals(ROLLBACK, client.refresh());
        assertEquals(2, client.version("timestamp"));
        assertEquals("timestamp", repository.metadataRequests.getLast());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseATimestampThatNamesAnOlderSnapshot(boolean hashes) {
        repository.promisesHashes = hashes;
        repository.publish("snapshot", "timestamp");
        client.refresh();
        again("snapshot");
        repository.publish("timestamp");
        assertEquals(ROLLBACK, client.refresh());
        assertEquals(List.of("root 1", "snapshot 2", "targets 1", "timestamp 2"), client.trusted());
        assertEquals("timestamp", repository.metadataRequests.getLast());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseASnapshotThatNamesOlderTargets(boolean hashes) {
        repository.promisesHashes = hashes;
        repository.publish("targets", "snapshot", "timestamp");
        client.refresh();
        again("targets");
        repository.publish("snapshot", "timestamp");
        assertEquals(ROLLBACK, client.refresh());
        assertEquals(List.of("root 1", "snapshot 2", "targets 2", "timestamp 3"), client.trusted());
    }

    @Test
    void shouldRefuseASnapshotThatListsARoleNoMore() {
        repository.delegate("targets", "delegated", false, "path/*");
        repository.publishAll();
        client.refresh();
        repository.snapshotFiles().remove("delegated.json");
        repository.publish("snapshot", "timestamp");
        assertEquals(ROLLBACK, client.refresh());
        assertEquals(2, client.version("snapshot"));
    }

    @Test
    void shouldRecoverFromTargetsFarAheadWhenTheSnapshotKeyIsNew() {
        repository.delegate("targets", "delegated", false, "path/*");
        repository.publish("delegated");
        repository.signed.get("targets").put("version", 99L);
        farAhead("targets");
        repository.publish("snapshot", "timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(100, client.version("targets"));
        repository.rotateKeys("snapshot");
        again("targets");
        repository.snapshotFiles().remove("delegated.json");
        repository.publish("root", "snapshot", "timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(1, client.version("targets"));
    }

    @Test
    void shouldRecoverFromASnapshotFarAheadWhenSnapshotAndTimestampKeysAreNew() {
        repository.signed.get("snapshot").put("version", 99L);
        farAhead("snapshot");
        repository.publish("timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(100, client.version("snapshot"));
        repository.rotateKeys("snapshot");
        repository.rotateKeys("timestamp");
        again("snapshot");
        repository.publish("root", "timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(1, client.version("snapshot"));
    }

    @Test
    void shouldRecoverFromATimestampFarAheadWhenItsKeyIsNew() {
        repository.signed.get("timestamp").put("version", 99L);
        repository.publish("timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(100, client.version("timestamp"));
        repository.rotateKeys("timestamp");
        again("timestamp");
        repository.publish("root");
        assertEquals(WELL, client.refresh());
        assertEquals(1, client.version("timestamp"));
    }

    @Test
    void shouldNotForgetVersionsWhenAKeyIsOnlyAdded() {
        repository.publish("timestamp");
        client.refresh();
        repository.addKey("timestamp");
        repository.publish("root");
        again("timestamp");
        assertEquals(ROLLBACK, client.refresh());
        assertEquals(2, client.version("timestamp"));
    }

    @Test
    void shouldForgetVersionsEvenIfAKeyThatStaysHadSignedThem() {
        repository.addKey("timestamp");
        repository.publish("root");
        repository.signed.get("timestamp").put("version", 99L);
        repository.publish("timestamp");
        client.refresh();
        assertEquals(100, client.version("timestamp"));
        io.skyv.ota.sim.Trees.list(repository.rootRole("timestamp").get("keyids"))
                .removeFirst();
        repository.publish("root");
        again("timestamp");
        assertEquals(WELL, client.refresh());
        assertEquals(1, client.version("timestamp"));
    }

    /** Version 1 anew, and nothing after it. */
    private void again(String role) {
        repository.published.remove(role);
        repository.signed.get(role).put("version", 1L);
        repository.publish(role);
    }

    /** Publishes the next version at the place where clients ask for it. */
    private void farAhead(String role) {
        byte[] filler = repository.last(role);
        while (repository.published.get(role).size() < 99) {
            repository.published.get(role).add(filler);
        }
        repository.publish(role);
    }
}
