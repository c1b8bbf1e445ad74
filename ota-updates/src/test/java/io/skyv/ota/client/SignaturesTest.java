package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.json.JsonText;
import io.skyv.ota.json.StrictJson;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import io.skyv.ota.sim.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds: whose signatures count, and how often. */
class SignaturesTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final Optional<Problem> UNSIGNED = Optional.of(Problem.UNSIGNED);

    private final RepositorySimulator repository = new RepositorySimulator();
    private final TestClient client = TestClient.of(repository).init(repository);

    @Test
    void shouldRefuseASnapshotBelowItsThreshold() {
        repository.rootRole("snapshot").put("threshold", 3L);
        repository.addKey("snapshot");
        SigningKey third = repository.addKey("snapshot");
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(WELL, client.refresh());
        repository.signers.get("snapshot").remove(third.id());
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(UNSIGNED, client.refresh());
        assertEquals(2, client.version("snapshot"));
    }

    @Test
    void shouldTakeARootThatAsksMoreOfARoleThanItsKeysCanDoAndThenRefuseTheRole() {
        for (int i = 0; i < 4; i++) {
            repository.addKey("snapshot");
        }
        repository.rootRole("snapshot").put("threshold", 6L);
        repository.publish("root", "snapshot", "timestamp");
        assertEquals(UNSIGNED, client.refresh());
        assertEquals(List.of("root 2", "timestamp 2"), client.trusted());
    }

    @Test
    void shouldRefuseARoleThatHasTheSameKeyManyTimes() {
        List<Object> ids = Trees.list(repository.rootRole("snapshot").get("keyids"));
        for (int i = 0; i < 8; i++) {
            ids.add(ids.getFirst());
        }
        repository.rootRole("snapshot").put("threshold", 6L);
        repository.publish("root", "snapshot", "timestamp");
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh());
        assertEquals(0, client.version("snapshot"));
    }

    @Test
    void shouldCountAKeyOnceHoweverManyIdsItHas() {
        SigningKey key = repository.signers.get("timestamp").values().iterator().next();
        Map<String, Object> alias = new LinkedHashMap<>(Trees.map(Trees.tree(key.publicPart())));
        alias.put("note", "the same key under another id");
        String aliasId = Digests.hex("sha256", io.skyv.ota.json.CanonicalJson.write(Trees.json(alias)));
        Trees.map(repository.root().get("keys")).put(aliasId, alias);
        Trees.list(repository.rootRole("timestamp").get("keyids")).add(aliasId);
        repository.rootRole("timestamp").put("threshold", 2L);
        repository.publish("root", "timestamp");
        Map<String, Object> file = Trees.map(Trees.tree(read(repository.last("timestamp"))));
        List<Object> signatures = Trees.list(file.get("signatures"));
        Map<String, Object> again = new LinkedHashMap<>(Trees.map(signatures.getFirst()));
        again.put("keyid", aliasId);
        signatures.add(again);
        repository.replaceLast("timestamp", JsonText.write(Trees.json(file)));
        assertEquals(UNSIGNED, client.refresh());
        assertEquals(List.of("root 2"), client.trusted());
    }

    @Test
    void shouldRefuseMetadataWithTwoSignaturesOfOneKeyId() {
        Map<String, Object> file = Trees.map(Trees.tree(read(repository.last("snapshot"))));
        List<Object> signatures = Trees.list(file.get("signatures"));
        signatures.add(signatures.getFirst());
        repository.replaceLast("snapshot", JsonText.write(Trees.json(file)));
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh());
        assertEquals(0, client.version("snapshot"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no hexadecimal", "00", "3046022100fa1f62d38e0f5c565fa23e5d230086258427d87f024c"})
    void shouldNotCountAnotherSignatureThatIsNone(String signature) {
        repository.addKey("timestamp");
        repository.publish("root", "timestamp");
        spoilFirstSignature("timestamp", signature);
        assertEquals(WELL, client.refresh());
        assertEquals(2, client.version("timestamp"));
    }

    @Test
    void shouldNotCountASignatureOverSomethingElse() {
        repository.addKey("timestamp");
        repository.publish("root");
        Map<String, Object> old = Trees.map(Trees.tree(read(repository.last("timestamp"))));
        repository.publish("timestamp");
        spoilFirstSignature("timestamp", (String)
                Trees.map(Trees.list(old.get("signatures")).getFirst()).get("sig"));
        assertEquals(WELL, client.refresh());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa"})
    void shouldTakeEachKindOfKeyAndRefuseItsForgeries(String type) {
        SigningKey key = type.equals("ecdsa") ? SigningKey.makeP256() : SigningKey.makeEd25519();
        repository.addKey("root", key);
        repository.rootRole("root").put("threshold", 2L);
        repository.publish("root");
        assertEquals(WELL, client.refresh());
        repository.publish("root");
        Map<String, Object> file = Trees.map(Trees.tree(read(repository.last("root"))));
        for (Object each : Trees.list(file.get("signatures"))) {
            Map<String, Object> signature = Trees.map(each);
            if (signature.get("keyid").equals(key.id())) {
                signature.put("sig", key.sign(new byte[] {1}));
            }
        }
        repository.replaceLast("root", JsonText.write(Trees.json(file)));
        assertEquals(UNSIGNED, client.refresh());
        assertEquals(2, client.version("root"));
    }

    /** Versions of a root: keys, threshold and signers of each, "0 1 2/2/0 1" and so on; does the last one hold? */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one key is replaced                        | 1/1/1; 2/1/2 1; 2/1/2                          | true
            signatures of strangers are beside it      | 1/1/3 1 4; 2/1/3 2 1 4; 2/1/3 2 4              | true
            3 of 5 sign in turn                        | 0 1 2 3 4/3/0 2 4; 0 1 2 3 4/3/0 4 1; 0 1 2 3 4/3/0 1 3; 0 1 2 3 4/3/0 1 3 | true
            one of five is replaced                    | 0 1 2 3 4/3/0 2 4; 0 1 3 4 5/3/0 4 1           | true
            one of five, with a step between           | 0 1 2 3 4/3/0 2 4; 0 1 3 4 5/3/0 2 4 5; 0 1 3 4 5/3/0 4 5 | true
            all five are replaced                      | 0 1 2 3 4/3/0 2 4; 5 6 7 8 9/3/0 2 4 5 6 7; 5 6 7 8 9/3/5 6 7 | true
            the threshold rises                        | 1 2 3/1/1; 1 2 3/2/1 2                         | true
            the threshold falls                        | 1 2 3/2/1 2; 1 2 3/1/1 2; 1 2 3/1/1            | true
            the threshold rises with a new key         | 1/1/1; 1 2/2/1 2                               | true
            the old key did not sign                   | 1/1/1; 2/1/2 3 4                               | false
            the new key did not sign                   | 1/1/1; 2/1/1 3 4                               | false
            too few of the new keys signed             | 0 1 2 3 4/3/0 2 4; 0 1 3 4 5/3/0 2 4           | false
            too few of the old keys signed             | 0 1 2 3 4/3/0 2 4; 0 1 3 4 5/3/0 4 5           | false
            the new threshold is not reached           | 1 2 3/1/1; 1 2 3/2/2                           | false
            the old threshold is not reached           | 1 2 3/2/1 2; 1 2 3/1/1                         | false
            """)
    void shouldFollowRootsAsLongAsOldAndNewKeysSign(String name, String versions, boolean holds) {
        List<SigningKey> keys = keys();
        repository.published.remove("root");
        for (String version : versions.split("; ")) {
            setKeys("root", version, keys);
            repository.publish("root");
        }
        repository.publish("targets", "snapshot", "timestamp");
        client.init(repository);
        assertEquals(holds ? WELL : UNSIGNED, client.refresh());
        int last = repository.published.get("root").size();
        assertEquals(holds ? last : last - 1, client.version("root"));
    }

    static Stream<String> roles() {
        return Stream.of(
                        "2/1/2|true",
                        "1/1/3 1 4|true",
                        "2/1/1 3 4|false",
                        "0 1 3 4 5/3/0 2 4|false",
                        "0 1 3 4 5/3/0 4|false",
                        "0 1 2 3 4/3/0 2 4|true",
                        "0 1 2 3 4/3/0 4 1|true",
                        "0 1 2 3 4/3/0 1 3|true",
                        "0 1 2 3 4/3/1 2 3|true",
                        "0 1 2 3 4/3/2 3 4|true")
                .flatMap(each -> Stream.of("timestamp", "snapshot", "targets").map(role -> role + "|" + each));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void shouldTakeOtherRolesBySignaturesOfTheKeysThatRootNames(String roleAndVersion) {
        String[] parts = roleAndVersion.split("\\|");
        setKeys(parts[0], parts[1], keys());
        repository.publish("root", "targets", "snapshot", "timestamp");
        boolean holds = Boolean.parseBoolean(parts[2]);
        assertEquals(holds ? WELL : UNSIGNED, client.refresh());
        assertEquals(holds ? 2 : 0, client.version(parts[0]));
    }

    private List<SigningKey> keys() {
        return IntStream.range(0, 10).mapToObj(ignored -> repository.newKey()).toList();
    }

    private void setKeys(String role, String version, List<SigningKey> keys) {
        String[] parts = version.split("/");
        repository.rootRole(role).put("keyids", new ArrayList<>());
        repository.rootRole(role).put("threshold", Long.parseLong(parts[1]));
        for (String key : parts[0].split(" ")) {
            repository.addKey(role, keys.get(Integer.parseInt(key)));
        }
        repository.signers.get(role).clear();
        for (String key : parts[2].split(" ")) {
            repository.sign(role, keys.get(Integer.parseInt(key)));
        }
    }

    private void spoilFirstSignature(String role, String signature) {
        Map<String, Object> file = Trees.map(Trees.tree(read(repository.last(role))));
        Trees.map(Trees.list(file.get("signatures")).getFirst()).put("sig", signature);
        repository.replaceLast(role, JsonText.write(Trees.json(file)));
    }

    private static io.skyv.ota.json.Json read(byte[] bytes) {
        try {
            return StrictJson.read(bytes);
        } catch (UpdateException e) {
            throw new AssertionError(e);
        }
    }
}
