package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.sim.MemoryDisk;
import io.skyv.ota.sim.MemoryDisk.PowerCut;
import io.skyv.ota.sim.MemoryDisk.Unforced;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Killed, or without power, before every single step on the disk: what is trusted afterwards was trusted before or came
 * whole, and the next start gets to the end.
 */
class PowerCutTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final int STEPS_MAX = 500;
    private static final byte[] FIRMWARE = "firmware ".repeat(30_000).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAPowerCutAtAnyStepOfTrustedMetadata(Unforced unforced) {
        int cut = 0;
        while (cutsMetadataAt(cut, unforced)) {
            cut++;
            assertTrue(cut < STEPS_MAX);
        }
        assertTrue(cut > 4 * 5, "two roots, timestamp, snapshot and targets have five steps each: " + cut);
    }

    /** An update that rotates the online keys, too. */
    private static boolean cutsMetadataAt(int step, Unforced unforced) {
        RepositorySimulator repository = new RepositorySimulator();
        TestClient client = TestClient.of(repository).init(repository);
        assertEquals(WELL, client.refresh());
        repository.publish("root");
        repository.rotateKeys("snapshot");
        repository.rotateKeys("timestamp");
        repository.publish("root", "targets", "snapshot", "timestamp");
        client.metadata.cutAt(client.metadata.nextStep() + step);
        try {
            assertEquals(WELL, client.refresh());
            return false;
        } catch (PowerCut expected) {
            client.metadata = client.metadata.afterPowerCut(unforced);
        }
        shouldHoldOnlyWholeVersions(client, repository);
        assertEquals(WELL, client.refresh(), "after a cut before step " + step);
        assertEquals(List.of("root 3", "snapshot 2", "targets 2", "timestamp 2"), client.trusted());
        return true;
    }

    private static void shouldHoldOnlyWholeVersions(TestClient client, RepositorySimulator repository) {
        for (String role : RepositorySimulator.TOP) {
            byte[] stored = client.metadata.get(role + ".json").orElse(null);
            boolean whole = stored == null
                    || repository.published.get(role).stream()
                            .anyMatch(bytes -> java.util.Arrays.equals(bytes, stored));
            assertTrue(whole, role + " is neither the old nor the new one");
        }
        assertTrue(client.version("root") >= 1, "the root is never lost");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverForgetWhatItHasSeenByAPowerCut(Unforced unforced) {
        for (int step = 0; step < STEPS_MAX; step++) {
            RepositorySimulator repository = new RepositorySimulator();
            TestClient client = TestClient.of(repository).init(repository);
            repository.publish("timestamp");
            assertEquals(WELL, client.refresh());
            repository.publish("targets", "snapshot", "timestamp");
            client.metadata.cutAt(client.metadata.nextStep() + step);
            try {
                assertEquals(WELL, client.refresh());
                return;
            } catch (PowerCut expected) {
                client.metadata = client.metadata.afterPowerCut(unforced);
            }
            repository.published.remove("timestamp");
            repository.signed.get("timestamp").put("version", 1L);
            repository.publish("timestamp");
            assertEquals(Optional.of(Problem.ROLLBACK), client.refresh(), "after a cut before step " + step);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterAPowerCutAtAnyStepOfATarget(Unforced unforced) {
        int cut = 0;
        while (cutsTargetAt(cut, unforced)) {
            cut++;
            assertTrue(cut < STEPS_MAX);
        }
        assertTrue(cut >= 8, "create, write in pieces, force, rename, force: " + cut);
    }

    private static boolean cutsTargetAt(int step, Unforced unforced) {
        RepositorySimulator repository = new RepositorySimulator();
        repository.addArtifact("targets", "firmware", FIRMWARE);
        repository.publishAll();
        TestClient client = TestClient.of(repository).init(repository);
        client.targets.put("firmware", "the one before".getBytes(StandardCharsets.UTF_8));
        client.targets.cutAt(step);
        try {
            assertEquals(WELL, client.download("firmware"));
            return false;
        } catch (PowerCut expected) {
            client.targets = client.targets.afterPowerCut(unforced);
        }
        byte[] there = client.downloaded("firmware").orElseThrow();
        assertTrue(there.length == 14 || java.util.Arrays.equals(there, FIRMWARE), "the old one or the new one");
        assertEquals(WELL, client.download("firmware"), "after a cut before step " + step);
        assertArrayEquals(FIRMWARE, client.downloaded("firmware").orElseThrow());
        assertEquals(List.of("firmware"), client.targets.names());
        return true;
    }

    /** Full or read-only from any step on: refused with a reason, and well again when the disk is. */
    @Test
    void shouldSayThatTheDiskRefusesAndGoOnWhenItDoesNot() {
        for (int step = 0; step < STEPS_MAX; step++) {
            RepositorySimulator repository = new RepositorySimulator();
            repository.addArtifact("targets", "firmware", FIRMWARE);
            repository.publishAll();
            TestClient client = TestClient.of(repository).init(repository);
            boolean targets = step % 2 == 1;
            MemoryDisk disk = targets ? client.targets : client.metadata;
            disk.refuseFrom(disk.nextStep() + step / 2);
            Optional<Problem> outcome = client.download("firmware");
            if (outcome.isEmpty() && !targets) {
                return;
            }
            if (outcome.isPresent()) {
                assertEquals(Optional.of(Problem.DISK), outcome, "step " + step);
            }
            disk.acceptAgain();
            assertEquals(WELL, client.download("firmware"), "after the disk refused step " + step);
            assertArrayEquals(FIRMWARE, client.downloaded("firmware").orElseThrow());
        }
    }

    @Test
    void shouldNeedNoWriteOnAReadOnlyDiskWhenNothingIsNew() {
        RepositorySimulator repository = new RepositorySimulator();
        TestClient client = TestClient.of(repository).init(repository);
        client.refresh();
        client.metadata.refuseFrom(0);
        assertEquals(WELL, client.refresh());
    }

    @Test
    void shouldFetchAgainWhatIsTornOnTheDisk() {
        RepositorySimulator repository = new RepositorySimulator();
        TestClient client = TestClient.of(repository).init(repository);
        client.refresh();
        for (String role : List.of("timestamp", "snapshot", "targets")) {
            byte[] whole = client.metadata.get(role + ".json").orElseThrow();
            client.metadata.put(role + ".json", java.util.Arrays.copyOf(whole, whole.length / 2));
            assertEquals(WELL, client.refresh(), role);
            assertArrayEquals(whole, client.metadata.get(role + ".json").orElseThrow());
        }
        client.metadata.put("root.json", new byte[10]);
        assertEquals(Optional.of(Problem.MALFORMED), client.refresh(), "nothing can stand in for a root");
    }
}
