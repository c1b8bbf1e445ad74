package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import io.skyv.ota.sim.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak for a path, and in which order they are asked (TUF §5.6.7). */
class DelegationsTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final Optional<Problem> NO_SUCH_TARGET = Optional.of(Problem.NO_SUCH_TARGET);

    private final RepositorySimulator repository = new RepositorySimulator();
    private final TestClient client = TestClient.of(repository).init(repository);

    /** Delegations "from>to", with "!" if terminating and the pattern after ":" if it is not *. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one                                   | targets>A                                     | A
            two beside each other                 | targets>A targets>B                           | A B
            two levels                            | targets>A targets>B B>C                       | A B C
            depth first                           | targets>A targets>B A>C A>D                   | A C D B
            depth first, three levels             | targets>A targets>B A>C C>D                   | A C D B
            terminating ignores those behind      | targets>A targets>B A>C! A>D                  | A C
            but not those below                   | targets>A targets>B A>C! C>D                  | A C D
            a branch that does not match          | targets>A:*.py targets>B A>C                  | B
            a branch that does not match, below   | targets>A targets>B A>C:*.py C>D              | A B
            a circle                              | targets>A targets>B B>C C>D D>B               | A B C D
            two ways to a third, the first counts | targets>A targets>B B>C A>C                   | A C B
            two ways, of which one matches        | targets>A targets>B B>C A>C:*.py              | A B C
            """)
    void shouldAskDelegatesInOrder(String name, String delegations, String visited) {
        for (String each : delegations.split(" ")) {
            String[] parts = each.split("[>:]");
            boolean terminating = parts[1].endsWith("!");
            String to = terminating ? parts[1].substring(0, 1) : parts[1];
            repository.delegate(parts[0], to, terminating, parts.length > 2 ? parts[2] : "*");
        }
        repository.publishAll();
        assertEquals(NO_SUCH_TARGET, client.download("missingpath"));
        List<String> asked = repository.metadataRequests.subList(4, repository.metadataRequests.size());
        assertEquals(visited, String.join(" ", asked).replace("1.", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            targetfile          | true  |
            README.md           | true  | A
            releases/x/x_v1     | true  | B C
            releases/y/y_v1.zip | true  | B D
            releases/z/z_v1.zip | false | B
            releases/README.md  | false |
            foo-1.tgz           | true  | A
            foo-alpha.tgz       | false |
            README.MD           | false |
            """)
    void shouldFindFilesOnlyOnPathsThatAllOnTheWayMaySpeakFor(String path, boolean found, String visited) {
        repository.delegate("targets", "A", false, "*.doc", "*.md", "foo-?.tgz");
        repository.delegate("targets", "B", false, "releases/*/*");
        repository.delegate("B", "C", false, "releases/x/*");
        repository.delegate("B", "D", false, "releases/y/*.zip");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("targetfile", "targets");
        files.put("README.md", "A");
        files.put("releases/README.md", "A");
        files.put("foo-1.tgz", "A");
        files.put("foo-alpha.tgz", "A");
        files.put("releases/x/x_v1", "C");
        files.put("releases/y/y_v1.zip", "D");
        files.put("releases/z/z_v1.zip", "D");
        files.forEach((file, role) -> repository.addArtifact(role, file, bytes(file)));
        repository.publishAll();
        assertEquals(found ? WELL : NO_SUCH_TARGET, client.download(path));
        if (found) {
            assertArrayEquals(
                    bytes(path), client.downloaded(PercentEncoded.name(path)).orElseThrow());
        }
        List<String> asked = repository.metadataRequests.subList(4, repository.metadataRequests.size());
        assertEquals(visited == null ? "" : visited, String.join(" ", asked).replace("1.", ""));
    }

    @Test
    void shouldVerifyARoleAnewWhenItIsReachedByAnotherWay() {
        repository.delegate("targets", "parent-a", false, "team-a/*");
        repository.delegate("targets", "parent-b", false, "team-b/*");
        repository.delegate("parent-a", "release", false, "team-a/*");
        Map<String, Object> throughB = repository.delegate("parent-b", "release", false, "team-b/*");
        repository
                .signers
                .get("release")
                .remove(Trees.list(throughB.get("keyids")).getFirst());
        repository.addArtifact("release", "team-a/root.json", bytes("trusted A"));
        repository.addArtifact("release", "team-b/root.json", bytes("malicious B"));
        repository.publishAll();
        assertEquals(Optional.of(Problem.UNSIGNED), client.download("team-a/root.json", "team-b/root.json"));
        assertEquals(List.of("team-a%2Froot.json"), client.targets.names());
    }

    @Test
    void shouldNotEvenAskForARoleThatTheSnapshotDoesNotList() {
        repository.delegate("targets", "delegated", false, "path/*");
        repository.publish("delegated", "targets");
        repository.snapshotFiles().remove("delegated.json");
        repository.publish("snapshot", "timestamp");
        assertEquals(WELL, client.refresh());
        repository.metadataRequests.clear();
        assertEquals(Optional.of(Problem.MISMATCH), client.download("path/foo"));
        assertEquals(List.of("2.root", "timestamp"), repository.metadataRequests);
        assertEquals(0, client.version("delegated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "#", "/delegatedrole", "../delegatedrole", "ä 😀%", "..", "a\\b"})
    void shouldEncodeNamesOfRolesInAddressesAndFiles(String role) {
        repository.delegate("targets", role, false, "*");
        repository.publishAll();
        assertEquals(NO_SUCH_TARGET, client.download("none"));
        String encoded = PercentEncoded.name(role);
        assertTrue(repository.metadataRequests.contains("1." + encoded), repository.metadataRequests.toString());
        assertEquals(5, client.trusted().size());
        assertEquals(1, client.version(encoded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "timestamp", "snapshot", "targets", ""})
    void shouldRefuseADelegationThatWouldTakeATopRolesPlace(String role) {
        Map<String, Object> delegation = RepositorySimulator.roleKeys();
        delegation.put("name", role);
        delegation.put("terminating", false);
        delegation.put("paths", new ArrayList<>(List.of("*")));
        repository.delegationsOf("targets").put("roles", new ArrayList<>(List.of(delegation)));
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh());
        assertEquals(List.of("root 1", "snapshot 2", "timestamp 2"), client.trusted());
    }

    @Test
    void shouldRefuseTheSameDelegateTwice() {
        repository.delegate("targets", "A", false, "*");
        repository.delegate("targets", "A", false, "*");
        repository.publishAll();
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh());
    }

    @Test
    void shouldVisitNoMoreRolesThanItsBound() {
        for (int i = 0; i < 40; i++) {
            repository.delegate("targets", "role-" + i, false, "*");
        }
        repository.addArtifact("role-39", "file", bytes("too far"));
        repository.publishAll();
        assertEquals(NO_SUCH_TARGET, client.download("file"));
        assertEquals(
                Limits.DEFAULT.maxRoles() - 1,
                repository.metadataRequests.stream()
                        .filter(name -> name.contains("role-"))
                        .count());
    }

    @Test
    void shouldDelegateByPrefixesOfThePathsHash() {
        for (String digit : "0123456789abcdef".split("")) {
            Map<String, Object> role = RepositorySimulator.roleKeys();
            role.put("name", "bin-" + digit);
            role.put("terminating", false);
            role.put("path_hash_prefixes", new ArrayList<>(List.of(digit)));
            repository.delegate("targets", "bin-" + digit, role);
        }
        List<String> paths = List.of("a", "dir/b", "c", "some/more/d");
        paths.forEach(path -> repository.addArtifact("bin-" + hash(path).charAt(0), path, bytes(path)));
        repository.publishAll();
        assertEquals(WELL, client.download(paths.toArray(new String[0])));
        repository.metadataRequests.clear();
        assertEquals(NO_SUCH_TARGET, client.download("other"));
        assertEquals(1, client.version("bin-" + hash("other").charAt(0)));
    }

    @Test
    void shouldFindSuccinctRolesByTheFirstBitsOfThePathsHash() {
        Map<String, Object> succinct = RepositorySimulator.roleKeys();
        succinct.put("bit_length", 5L);
        succinct.put("name_prefix", "bin");
        io.skyv.ota.repository.SigningKey key = repository.newKey();
        Trees.list(succinct.get("keyids")).add(key.id());
        Map<String, Object> delegations = repository.delegationsOf("targets");
        Trees.map(delegations.get("keys")).put(key.id(), Trees.tree(key.publicPart()));
        delegations.put("succinct_roles", succinct);
        for (int bin = 0; bin < 32; bin++) {
            String name = String.format("bin-%02x", bin);
            repository.targetsRole(name);
            repository.sign(name, key);
        }
        List<String> paths = List.of("a", "dir/b", "c");
        for (String path : paths) {
            int bin = Integer.parseInt(hash(path).substring(0, 2), 16) >> 3;
            repository.addArtifact(String.format("bin-%02x", bin), path, bytes(path));
        }
        repository.publishAll();
        assertEquals(WELL, client.download(paths.toArray(new String[0])));
        assertEquals(NO_SUCH_TARGET, client.download("nowhere"));
    }

    @Test
    void shouldRefuseSuccinctRolesBesideOthers() {
        repository.delegate("targets", "A", false, "*");
        Map<String, Object> succinct = RepositorySimulator.roleKeys();
        succinct.put("bit_length", 5L);
        succinct.put("name_prefix", "bin");
        repository.delegationsOf("targets").put("succinct_roles", succinct);
        repository.publishAll();
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh());
    }

    private static String hash(String path) {
        return Digests.hex("sha256", bytes(path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
