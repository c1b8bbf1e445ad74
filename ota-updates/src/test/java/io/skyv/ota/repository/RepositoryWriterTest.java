package io.skyv.ota.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.repository.RepositoryWriter.Lifetimes;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is served as static files, and our own client reads it; what it would refuse is not published. */
class RepositoryWriterTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final Instant YEAR = RepositorySimulator.NOW.plus(Duration.ofDays(365));

    private final SigningKey rootKey = SigningKey.makeEd25519();
    private final SigningKey secondRootKey = SigningKey.makeP256();
    private final SigningKey targetsKey = SigningKey.makeP256();
    private final SigningKey onlineKey = SigningKey.makeEd25519();
    private final SigningKey makerKey = SigningKey.makeEd25519();
    private Instant now = RepositorySimulator.NOW;

    @TempDir
    Path directory;

    private Path served;
    private RepositoryWriter writer;
    private HttpServer server;
    private TestClient client;

    @BeforeEach
    void publishTheFirst() throws Exception {
        served = Files.createDirectory(directory.resolve("served"));
        writer = new RepositoryWriter(served, () -> now, Lifetimes.DEFAULT);
        RootDraft root = RootDraft.first(YEAR)
                .allow("root", rootKey.publicPart())
                .allow("root", secondRootKey.publicPart())
                .threshold("root", 2)
                .allow("targets", targetsKey.publicPart())
                .allow("snapshot", onlineKey.publicPart())
                .allow("timestamp", onlineKey.publicPart());
        writer.stageRoot(SignedFile.sign(root.signed(), List.of(rootKey, secondRootKey)));
        writer.stageTargets("targets", SignedFile.sign(TargetsDraft.first(YEAR).signed(), List.of(targetsKey)));
        writer.publish(OnlineKeys.of(onlineKey));
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), served, OutputLevel.NONE);
        server.start();
        client = TestClient.of("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .init(writer.root().orElseThrow());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void shouldPublishFilesThatAClientFindsAndFetches() throws Exception {
        release("a/firmware.bin", "one");
        assertEquals(WELL, client.download("a/firmware.bin"));
        assertArrayEquals(bytes("one"), client.downloaded("a%2Ffirmware.bin").orElseThrow());
        release("a/firmware.bin", "two");
        assertEquals(WELL, client.download("a/firmware.bin"));
        assertArrayEquals(bytes("two"), client.downloaded("a%2Ffirmware.bin").orElseThrow());
        assertEquals(List.of("root 1", "snapshot 3", "targets 3", "timestamp 3"), client.trusted());
    }

    @Test
    void shouldLetAMakerSignForItsBoardsAlone() throws Exception {
        delegateToMaker("boards/maker-a/*");
        makerSigns("boards/maker-a/fw.bin");
        assertEquals(WELL, client.download("boards/maker-a/fw.bin"));
        UpdateException refused = assertThrows(UpdateException.class, () -> makerSigns("boards/maker-b/fw.bin"));
        assertEquals(Problem.NO_SUCH_TARGET, refused.problem());
        assertTrue(refused.getMessage().contains("may not speak for that path"), refused.getMessage());
        client.refresh();
        assertEquals(3, client.version("snapshot"), "nothing of it was published");
    }

    @Test
    void shouldTakeADelegationBack() throws Exception {
        delegateToMaker("boards/*");
        makerSigns("boards/fw.bin");
        assertEquals(WELL, client.download("boards/fw.bin"));
        publish(targets().revoke("maker-a"));
        assertEquals(Optional.of(Problem.NO_SUCH_TARGET), client.download("boards/fw.bin"));
    }

    @Test
    void shouldRotateEveryKeyOverSeveralRoots() throws Exception {
        release("fw", "one");
        client.refresh();
        SigningKey newOnline = SigningKey.makeP256();
        SigningKey newRoot = SigningKey.makeEd25519();
        RootDraft second = root().allow("root", newRoot.publicPart())
                .forbid("root", rootKey.id())
                .forbid("snapshot", onlineKey.id())
                .forbid("timestamp", onlineKey.id())
                .allow("snapshot", newOnline.publicPart())
                .allow("timestamp", newOnline.publicPart());
        writer.stageRoot(SignedFile.sign(second.signed(), List.of(rootKey, secondRootKey, newRoot)));
        writer.publish(OnlineKeys.of(newOnline));
        RootDraft third = root().forbid("root", secondRootKey.id()).threshold("root", 1);
        writer.stageRoot(SignedFile.sign(third.signed(), List.of(newRoot, secondRootKey)));
        writer.publish(OnlineKeys.of(newOnline));
        assertEquals(WELL, client.download("fw"));
        assertEquals(3, client.version("root"));
        assertThrows(
                UpdateException.class, () -> writer.publish(OnlineKeys.of(onlineKey)), "the old key is worth nothing");
        TestClient fresh = TestClient.of(
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/")
                .init(Files.readAllBytes(served.resolve("metadata/1.root.json")));
        assertEquals(WELL, fresh.download("fw"));
    }

    @Test
    void shouldNotPublishARootThatItsPredecessorDidNotSign() throws Exception {
        SigningKey stranger = SigningKey.makeEd25519();
        RootDraft second = root().allow("root", stranger.publicPart()).forbid("root", rootKey.id());
        writer.stageRoot(SignedFile.sign(second.signed(), List.of(stranger, secondRootKey)));
        UpdateException refused = assertThrows(UpdateException.class, () -> writer.publish(OnlineKeys.of(onlineKey)));
        assertEquals(Problem.UNSIGNED, refused.problem());
        assertEquals(WELL, client.refresh());
        assertEquals(1, client.version("root"));
    }

    @Test
    void shouldNotPublishTargetsThatNobodySignedOrThatAreMissing() throws Exception {
        TargetsDraft draft = targets().put(added("fw", "one"));
        writer.stageTargets("targets", SignedFile.sign(draft.signed(), List.of(makerKey)));
        assertEquals(
                Problem.UNSIGNED,
                assertThrows(UpdateException.class, () -> writer.publish(OnlineKeys.of(onlineKey)))
                        .problem());
        TargetFile never = new TargetFile("never", 3, io.skyv.ota.metadata.Hashes.of(bytes("one")), Json.Members.EMPTY);
        assertEquals(
                Problem.NOT_THERE,
                assertThrows(UpdateException.class, () -> publish(targets().put(never)))
                        .problem());
    }

    @Test
    void shouldNotPublishWhatHasExpired() throws Exception {
        TargetsDraft draft = targets();
        TargetsDraft expired =
                new TargetsDraft(draft.signed().with("expires", new Json.Text(RepositorySimulator.PAST)));
        assertEquals(
                Problem.EXPIRED,
                assertThrows(UpdateException.class, () -> publish(expired)).problem());
    }

    @Test
    void shouldNotPublishAnOlderVersion() throws Exception {
        release("fw", "one");
        writer.stageTargets("targets", SignedFile.sign(TargetsDraft.first(YEAR).signed(), List.of(targetsKey)));
        assertEquals(
                Problem.ROLLBACK,
                assertThrows(UpdateException.class, () -> writer.publish(OnlineKeys.of(onlineKey)))
                        .problem());
    }

    @Test
    void shouldRenewTheTimestampSoThatClientsGoOn() throws Exception {
        assertEquals(WELL, client.refresh());
        now = RepositorySimulator.NOW.plus(Duration.ofDays(4));
        client.now = now;
        assertEquals(Optional.of(Problem.EXPIRED), client.refresh());
        writer.renewTimestamp(OnlineKeys.of(onlineKey));
        assertEquals(WELL, client.refresh());
        assertEquals(List.of("root 1", "snapshot 1", "targets 1", "timestamp 2"), client.trusted());
    }

    @Test
    void shouldCollectSignaturesFromSeveralPeopleInTurn() throws Exception {
        byte[] file = SignedFile.unsigned(root().signed());
        file = SignedFile.sign(file, rootKey);
        file = SignedFile.sign(file, rootKey);
        file = SignedFile.sign(file, secondRootKey);
        writer.stageRoot(file);
        writer.publish(OnlineKeys.of(onlineKey));
        assertEquals(WELL, client.refresh());
        assertEquals(2, client.version("root"));
    }

    @Test
    void shouldRefuseAThresholdThatNoKeysCanReach() throws Exception {
        RootDraft draft = root();
        assertThrows(UpdateException.class, () -> draft.threshold("targets", 2));
        assertThrows(UpdateException.class, () -> draft.threshold("targets", 0));
        assertThrows(UpdateException.class, () -> draft.forbid("targets", rootKey.id()));
    }

    @Test
    void shouldRefuseAPathThatLeadsOutOfTheRepository() {
        for (String path : List.of("../a", "a/../b", "/a", "a//b", "", ".")) {
            assertThrows(IOException.class, () -> added(path, "x"), path);
        }
    }

    @Test
    void shouldLoseAFileWhenOneByteOfItIsChanged() throws Exception {
        release("fw", "one");
        Path file = served.resolve("targets/" + io.skyv.ota.metadata.Digests.hex("sha256", bytes("one")) + ".fw");
        Files.write(file, bytes("onf"));
        assertEquals(Optional.of(Problem.MISMATCH), client.download("fw"));
        assertEquals(List.of(), client.targets.names());
    }

    private RootDraft root() throws Exception {
        return new RootDraft(SignedFile.signedPart(writer.root().orElseThrow())).next(YEAR);
    }

    private TargetsDraft targets() throws Exception {
        return new TargetsDraft(SignedFile.signedPart(writer.targets("targets").orElseThrow())).next(YEAR);
    }

    private void release(String path, String content) throws Exception {
        publish(targets().put(added(path, content)));
    }

    private void publish(TargetsDraft draft) throws IOException, UpdateException {
        writer.stageTargets("targets", SignedFile.sign(draft.signed(), List.of(targetsKey)));
        writer.publish(OnlineKeys.of(onlineKey));
    }

    private void delegateToMaker(String pattern) throws Exception {
        writer.stageTargets("maker-a", SignedFile.sign(TargetsDraft.first(YEAR).signed(), List.of(makerKey)));
        publish(targets().delegate("maker-a", List.of(makerKey.publicPart()), 1, List.of(pattern), true));
    }

    private void makerSigns(String path) throws IOException, UpdateException {
        makerDraftPublished(
                new TargetsDraft(SignedFile.signedPart(writer.targets("maker-a").orElseThrow()))
                        .next(YEAR)
                        .put(added(path, "maker's " + path)));
    }

    private void makerDraftPublished(TargetsDraft draft) throws IOException, UpdateException {
        writer.stageTargets("maker-a", SignedFile.sign(draft.signed(), List.of(makerKey)));
        writer.publish(OnlineKeys.of(onlineKey));
    }

    private TargetFile added(String path, String content) throws IOException {
        Path file = Files.write(directory.resolve("build"), bytes(content));
        return writer.addFile(file, path, Json.Members.EMPTY);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
