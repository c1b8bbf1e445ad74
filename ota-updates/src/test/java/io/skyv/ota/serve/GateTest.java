package io.skyv.ota.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.RootDraft;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.TargetsDraft;
import io.skyv.ota.repository.Workspace;
import io.skyv.ota.sim.RepositorySimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is let through, and what is seen of a directory in which something is wrong. */
class GateTest {
    private static final Instant YEAR = RepositorySimulator.NOW.plus(Duration.ofDays(365));

    private final SigningKey rootKey = SigningKey.makeEd25519();
    private final SigningKey engineer = SigningKey.makeEd25519();
    private final SigningKey maker = SigningKey.makeEd25519();
    private final SigningKey onlineKey = SigningKey.makeEd25519();
    private Instant now = RepositorySimulator.NOW;

    @TempDir
    Path directory;

    private Workspace workspace;
    private Path repository;
    private Gate gate;

    @BeforeEach
    void publishTheFirst() throws Exception {
        workspace = Workspace.at(directory.resolve("releases"), () -> now);
        repository = directory.resolve("releases/repository");
        workspace.begin(List.of(rootKey.publicPart()), 1, List.of(engineer.publicPart()), onlineKey.publicPart());
        workspace.sign(Role.ROOT, rootKey);
        workspace.sign(Role.TARGETS, engineer);
        workspace.publish(OnlineKeys.of(onlineKey));
        gate = open();
    }

    @Test
    void shouldShowNothingBeforeItHasLooked() throws Exception {
        assertTrue(gate.visible().find("metadata/timestamp.json").isEmpty());
        assertTrue(gate.visible().find("metadata/1.root.json").isEmpty());
        assertTrue(gate.look());
        assertTrue(gate.visible().find("metadata/timestamp.json").isPresent());
        assertTrue(gate.visible().find("metadata/1.root.json").isPresent());
        assertTrue(gate.visible().find("metadata/2.root.json").isEmpty());
        assertFalse(gate.look(), "there is nothing new");
    }

    @Test
    void shouldShowATargetUnderItsHashAndTheOneBeforeIt() throws Exception {
        String first = release("network/fw", "one");
        gate.look();
        assertTrue(gate.visible().find("targets/" + first).isPresent());
        assertTrue(gate.visible().find("targets/network/fw").isEmpty());
        String second = release("network/fw", "two");
        assertTrue(gate.visible().find("targets/" + second).isEmpty(), "nobody has looked");
        gate.look();
        assertTrue(gate.visible().find("targets/" + second).isPresent());
        assertTrue(gate.visible().find("targets/" + first).isPresent(), "somebody may be in the midst of it");
    }

    @Test
    void shouldNotGoBackToABackup() throws Exception {
        byte[] old = Files.readAllBytes(timestamp());
        release("fw", "one");
        gate.look();
        Files.write(timestamp(), old);
        refused(Problem.ROLLBACK);
        assertEquals(2, gate.visible().version(Role.TIMESTAMP));
        gate = open();
        assertEquals(2, gate.visible().version(Role.TIMESTAMP), "after a start it is as it was");
        refused(Problem.ROLLBACK);
    }

    @Test
    void shouldGoOnAfterAStartAlthoughAllHasExpired() throws Exception {
        gate.look();
        now = now.plus(Duration.ofDays(40));
        gate = open();
        assertTrue(gate.visible().timestamp().isEmpty(), "nobody would take it");
        refused(Problem.EXPIRED);
        workspace.renew(OnlineKeys.of(onlineKey), true);
        assertTrue(gate.look());
        assertEquals(2, gate.visible().version(Role.SNAPSHOT));
    }

    @Test
    void shouldNotShowATargetOfAnotherLengthOrHash() throws Exception {
        gate.look();
        String name = release("fw", "one");
        Files.writeString(repository.resolve("targets").resolve(name), "onf");
        refused(Problem.MISMATCH);
        Files.writeString(repository.resolve("targets").resolve(name), "onee");
        refused(Problem.MISMATCH);
        Files.delete(repository.resolve("targets").resolve(name));
        refused(Problem.NOT_THERE);
        Files.writeString(repository.resolve("targets").resolve(name), "one");
        assertTrue(gate.look());
    }

    @Test
    void shouldNotShowARoleOfAMakerThatEndsEachSearchThatComesByIt() throws Exception {
        workspace.put(
                Role.TARGETS,
                workspace
                        .targets(Role.TARGETS)
                        .delegate("maker-a", List.of(maker.publicPart()), 1, List.of("boards/maker-a/*"), true)
                        .signed());
        workspace.sign(Role.TARGETS, engineer);
        workspace.put("maker-a", TargetsDraft.first(YEAR).signed());
        workspace.sign("maker-a", engineer);
        UpdateException refused = assertThrows(UpdateException.class, () -> {
            workspace.publish(OnlineKeys.of(onlineKey));
            gate.look();
        });
        assertEquals(Problem.UNSIGNED, refused.problem());
        workspace.put("maker-a", workspace.targets("maker-a").next(YEAR).signed());
        workspace.sign("maker-a", maker);
        workspace.publish(OnlineKeys.of(onlineKey));
        assertTrue(gate.look());
    }

    @Test
    void shouldShowWhatIsLeftAfterAMakersRightWasTakenBack() throws Exception {
        workspace.put(
                Role.TARGETS,
                workspace
                        .targets(Role.TARGETS)
                        .delegate("maker-a", List.of(maker.publicPart()), 1, List.of("boards/*"), true)
                        .signed());
        workspace.sign(Role.TARGETS, engineer);
        workspace.put(
                "maker-a", TargetsDraft.first(YEAR).put(added("boards/fw", "x")).signed());
        workspace.sign("maker-a", maker);
        workspace.publish(OnlineKeys.of(onlineKey));
        gate.look();
        workspace.put(
                Role.TARGETS, workspace.targets(Role.TARGETS).revoke("maker-a").signed());
        workspace.sign(Role.TARGETS, engineer);
        workspace.publish(OnlineKeys.of(onlineKey));
        assertTrue(gate.look());
        gate = open();
        assertEquals(0, gate.visible().targets().size(), "nobody finds the maker's file any more");
        assertFalse(gate.look());
    }

    @Test
    void shouldShowAllElseWhenAMakersRoleHasExpiredOrAFileHasRotted() throws Exception {
        workspace.put(
                Role.TARGETS,
                workspace
                        .targets(Role.TARGETS)
                        .delegate("maker-a", List.of(maker.publicPart()), 1, List.of("boards/*"), true)
                        .signed());
        workspace.sign(Role.TARGETS, engineer);
        Instant soon = now.plus(Duration.ofDays(2));
        workspace.put(
                "maker-a", TargetsDraft.first(soon).put(added("boards/fw", "x")).signed());
        workspace.sign("maker-a", maker);
        workspace.publish(OnlineKeys.of(onlineKey));
        gate.look();
        assertEquals(1, gate.visible().targets().size());
        now = now.plus(Duration.ofDays(3));
        workspace.renew(OnlineKeys.of(onlineKey), false);
        assertTrue(gate.look());
        assertTrue(
                gate.visible().leftOut().toString().contains("maker-a (EXPIRED"),
                gate.visible().leftOut().toString());
        String name = release("fw", "others'");
        assertTrue(gate.look(), "others publish all the same");
        Files.writeString(repository.resolve("targets").resolve(name), "another'");
        gate = open();
        assertTrue(gate.visible().timestamp().isPresent());
        assertTrue(gate.visible().find("targets/" + name).isEmpty());
        assertTrue(
                gate.visible().leftOut().toString().contains("fw (MISMATCH"),
                gate.visible().leftOut().toString());
    }

    @Test
    void shouldPublishByTheKeyThatTheNewRootNames() throws Exception {
        SigningKey next = SigningKey.makeEd25519();
        RootDraft root = workspace
                .root()
                .allow(Role.SNAPSHOT, next.publicPart())
                .allow(Role.TIMESTAMP, next.publicPart())
                .forbid(Role.SNAPSHOT, onlineKey.id())
                .forbid(Role.TIMESTAMP, onlineKey.id());
        workspace.put(Role.ROOT, root.signed());
        workspace.sign(Role.ROOT, rootKey);
        UpdateException refused =
                assertThrows(UpdateException.class, () -> workspace.publish(OnlineKeys.of(onlineKey)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("root 2 wants 1 of the keys"), refused.getMessage());
        workspace.publish(OnlineKeys.of(onlineKey, next));
        assertTrue(gate.look());
        assertTrue(gate.visible().find("metadata/2.root.json").isPresent());
    }

    @Test
    void shouldKeepARequestUntilItIsAnswered() throws Exception {
        Keeper keeper = new Keeper(workspace, OnlineKeys.of(onlineKey));
        assertEquals(Keeper.Done.NOTHING, keeper.keep());
        workspace.put(
                Role.TARGETS,
                workspace.targets(Role.TARGETS).put(added("fw", "one")).signed());
        workspace.askToPublish();
        assertThrows(UpdateException.class, keeper::keep);
        assertTrue(workspace.refusal().orElseThrow().startsWith("UNSIGNED: targets has 0 good signatures"));
        assertFalse(workspace.isAskedToPublish());
        workspace.sign(Role.TARGETS, engineer);
        workspace.askToPublish();
        assertTrue(workspace.refusal().isEmpty());
        assertEquals(Keeper.Done.PUBLISHED, keeper.keep());
        now = now.plus(Duration.ofHours(25));
        assertEquals(Keeper.Done.RENEWED, keeper.keep());
        assertEquals(Keeper.Done.NOTHING, keeper.keep());
    }

    @Test
    void shouldNotWriteWhileAnotherDoes() throws Exception {
        try (var other =
                io.skyv.ota.disk.Directory.at(directory.resolve("releases")).lock()) {
            IOException refused =
                    assertThrows(IOException.class, () -> workspace.renew(OnlineKeys.of(onlineKey), false));
            assertTrue(String.valueOf(refused.getMessage()).contains("another process is using"));
        }
        workspace.renew(OnlineKeys.of(onlineKey), false);
    }

    private void refused(Problem problem) {
        assertEquals(
                problem, assertThrows(UpdateException.class, () -> gate.look()).problem());
    }

    private Gate open() throws IOException {
        return Gate.open(repository, directory.resolve("state"), () -> now);
    }

    private Path timestamp() {
        return repository.resolve("metadata/timestamp.json");
    }

    /** @return its name in targets/ */
    private String release(String path, String content) throws Exception {
        TargetFile file = added(path, content);
        workspace.put(Role.TARGETS, workspace.targets(Role.TARGETS).put(file).signed());
        workspace.sign(Role.TARGETS, engineer);
        workspace.publish(OnlineKeys.of(onlineKey));
        return repository
                .resolve("targets")
                .relativize(workspace.repository().file(file))
                .toString();
    }

    private TargetFile added(String path, String content) throws IOException {
        Path file = Files.writeString(directory.resolve("build"), content);
        return workspace.repository().addFile(file, path, Json.Members.EMPTY);
    }
}
