package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.repository.KeyFile;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Two control planes on one database and one directory of releases: both serve it, the ledger's writer alone publishes, and when
 * that one is killed the other one does.
 */
class UpdatesStandbyIT {
    private static final String PASSPHRASE = "correct horse battery";
    private static final String PUBLISHED = "updates: published what was signed";

    private final SigningKey people = SigningKey.makeEd25519();

    @Test
    void shouldPublishByWhoeverWritesAndServeByBoth() throws Exception {
        try (Network first = new Network("updates-first");
                Network second = new Network("updates-second")) {
            Path releases = Files.createDirectories(first.directory()).resolve("releases");
            Map<String, String> environment = new HashMap<>(published(releases, first.directory()));
            environment.put("SKYV_UPDATES_PERIOD", "PT0.5S");
            Program writer = first.startControl(environment);
            environment.put("SKYV_DATABASE_URL", first.database());
            Program standby = second.launchControl(environment)
                    .awaitReady(second.control().resolve("/q/health/live")); // it is not ready, as it should be

            assertShown(2, askToPublish(releases, "one"), first, second);
            assertTrue(writer.output().contains(PUBLISHED), writer.output());
            assertFalse(standby.output().contains(PUBLISHED), "a standby publishes nothing:\n" + standby.output());

            writer.kill();
            assertShown(3, askToPublish(releases, "two"), second);
            assertTrue(standby.output().contains(PUBLISHED), standby.output());
        }
    }

    private void assertShown(long targets, TargetFile file, Network... controls) throws Exception {
        for (Network control : controls) {
            Rest rest = new Rest(control.control());
            rest.await("/v1/updates", json -> version(json, Role.TARGETS) == targets);
            Rest.Answer answer = rest.send("/updates/targets/" + file.hashes().preferredHex() + "." + file.path());
            assertEquals(200, answer.status());
            assertEquals(file.lengthBytes(), answer.body().length);
        }
        byte[] timestamp = timestamp(controls[0]);
        for (Network control : controls) {
            assertArrayEquals(timestamp, timestamp(control), "both serve what one has signed");
        }
    }

    private static byte[] timestamp(Network control) throws IOException, InterruptedException {
        Rest.Answer answer = new Rest(control.control()).send("/updates/metadata/timestamp.json");
        assertEquals(200, answer.status());
        return answer.body();
    }

    private static long version(JsonNode updates, String role) {
        for (JsonNode each : updates.get("roles")) {
            if (each.get("role").asText().equals(role)) {
                return each.get("version").asLong();
            }
        }
        return 0;
    }

    /** @return the environment of a control plane that keeps it */
    private Map<String, String> published(Path releases, Path directory) throws Exception {
        Path key = directory.resolve("online.pem");
        SigningKey online = KeyFile.make(key, PASSPHRASE.toCharArray());
        Workspace workspace = Workspace.at(releases, InstantSource.system());
        workspace.begin(List.of(people.publicPart()), 1, List.of(people.publicPart()), online.publicPart());
        workspace.sign(Role.ROOT, people);
        workspace.sign(Role.TARGETS, people);
        workspace.publish(OnlineKeys.of(online));
        Path passphrase = Files.writeString(directory.resolve("passphrase"), PASSPHRASE);
        return Map.of(
                "SKYV_UPDATES_DIRECTORY", releases.toString(),
                "SKYV_UPDATES_ONLINE_KEYS", key.toString(),
                "SKYV_UPDATES_PASSPHRASE_FILE", passphrase.toString());
    }

    private TargetFile askToPublish(Path releases, String content) throws Exception {
        Workspace workspace = Workspace.at(releases, InstantSource.system());
        Path build = Files.writeString(releases.resolveSibling("build"), content);
        TargetFile file = workspace.repository().addFile(build, "firmware", Json.Members.EMPTY);
        workspace.put(Role.TARGETS, workspace.targets(Role.TARGETS).put(file).signed());
        workspace.sign(Role.TARGETS, people);
        workspace.askToPublish();
        return file;
    }
}
