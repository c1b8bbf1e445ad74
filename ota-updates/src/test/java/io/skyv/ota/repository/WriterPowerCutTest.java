package io.skyv.ota.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.repository.RepositoryWriter.Lifetimes;
import io.skyv.ota.sim.MemoryDisk;
import io.skyv.ota.sim.MemoryDisk.PowerCut;
import io.skyv.ota.sim.MemoryDisk.Unforced;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever publishes is killed, or without power, before every single step on the disk: publishing again finishes it, and boxes,
 * those that looked in between too, go on. What is published takes all keys but the root's from those who had them.
 */
class WriterPowerCutTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final Instant NOW = RepositorySimulator.NOW;
    private static final Instant YEAR = NOW.plus(Duration.ofDays(365));
    private static final int STEPS_MAX = 500;

    private final SigningKey rootKey = SigningKey.makeEd25519();
    private final SigningKey engineer = SigningKey.makeEd25519();
    private final SigningKey nextEngineer = SigningKey.makeEd25519();
    private final SigningKey maker = SigningKey.makeEd25519();
    private final SigningKey online = SigningKey.makeEd25519();
    private final SigningKey nextOnline = SigningKey.makeEd25519();

    @TempDir
    Path directory;

    private MemoryDisk metadata = new MemoryDisk();
    private MemoryDisk drafts = new MemoryDisk();

    @ParameterizedTest
    @EnumSource(names = {"KEPT", "LOST"})
    void shouldFinishWhatWasCutOffAtAnyStepOfTheRepository(Unforced unforced) throws Exception {
        int cut = 0;
        while (goesOnAfter(cut, true, unforced)) {
            cut++;
            assertTrue(cut < STEPS_MAX);
        }
        assertEquals(5 * 5, cut, "a maker's role, targets, snapshot, root and timestamp have five steps each");
    }

    @ParameterizedTest
    @EnumSource(names = {"KEPT", "LOST"})
    void shouldFinishWhatWasCutOffAtAnyStepOfTheDrafts(Unforced unforced) throws Exception {
        int cut = 0;
        while (goesOnAfter(cut, false, unforced)) {
            cut++;
            assertTrue(cut < STEPS_MAX);
        }
        assertEquals(5, cut, "three drafts and a refusal are deleted, then all of it is forced");
    }

    /** @return was it cut off? */
    private boolean goesOnAfter(int step, boolean inRepository, Unforced unforced) throws Exception {
        metadata = new MemoryDisk();
        drafts = new MemoryDisk();
        publishTheFirst();
        TestClient box = box();
        assertEquals(WELL, box.refresh());
        draftTheSecond();
        MemoryDisk disk = inRepository ? metadata : drafts;
        disk.cutAt(disk.nextStep() + step);
        boolean cut = false;
        try {
            workspace().publish(OnlineKeys.of(nextOnline));
        } catch (PowerCut expected) {
            cut = true;
            metadata = metadata.afterPowerCut(unforced);
            drafts = drafts.afterPowerCut(unforced);
            Optional<Problem> between = box.refresh();
            assertTrue(between.isEmpty() || between.equals(Optional.of(Problem.UNSIGNED)), between + " at " + step);
            workspace().publish(OnlineKeys.of(nextOnline));
        }
        assertEquals(List.of(), workspace().draftedRoles());
        assertEquals(
                List.of(),
                drafts.names().stream().filter(name -> name.endsWith(".json")).toList());
        for (TestClient each : List.of(box, box())) {
            assertEquals(Optional.of(Problem.NO_SUCH_TARGET), each.download("boards/fw"), "after a cut at " + step);
            assertEquals(2, each.version(Role.ROOT));
            assertEquals(2, each.version(Role.TARGETS));
            assertEquals(1, each.version("maker-a"));
        }
        assertEquals(3, workspace().targets(Role.TARGETS).signed().integer("version"), "no version is drafted twice");
        return cut;
    }

    private void publishTheFirst() throws Exception {
        workspace().begin(List.of(rootKey.publicPart()), 1, List.of(engineer.publicPart()), online.publicPart());
        workspace().sign(Role.ROOT, rootKey);
        workspace().sign(Role.TARGETS, engineer);
        workspace().publish(OnlineKeys.of(online));
    }

    private void draftTheSecond() throws Exception {
        RootDraft root = workspace().root();
        for (String role : List.of(Role.SNAPSHOT, Role.TIMESTAMP)) {
            root = root.allow(role, nextOnline.publicPart()).forbid(role, online.id());
        }
        root = root.allow(Role.TARGETS, nextEngineer.publicPart()).forbid(Role.TARGETS, engineer.id());
        TargetsDraft targets = workspace()
                .targets(Role.TARGETS)
                .delegate("maker-a", List.of(maker.publicPart()), 1, List.of("boards/*"), true);
        workspace().put(Role.ROOT, root.signed());
        workspace().put(Role.TARGETS, targets.signed());
        workspace().put("maker-a", TargetsDraft.first(YEAR).signed());
        workspace().sign(Role.ROOT, rootKey);
        workspace().sign(Role.TARGETS, nextEngineer);
        workspace().sign("maker-a", maker);
    }

    /** What a process finds that has just started. */
    private Workspace workspace() {
        RepositoryFiles files = new RepositoryFiles(directory, metadata);
        return new Workspace(directory, drafts, new RepositoryWriter(files, () -> NOW, Lifetimes.DEFAULT), () -> NOW);
    }

    private TestClient box() {
        return TestClient.of(this::served).init(metadata.get("1.root.json").orElseThrow());
    }

    private Transport.Body served(URI file, long fromByte) throws UpdateException {
        String name = file.getRawPath().substring("/metadata/".length());
        return Transport.Body.of(
                metadata.get(name).orElseThrow(() -> new UpdateException(Problem.NOT_THERE, name + " is not there")));
    }
}
