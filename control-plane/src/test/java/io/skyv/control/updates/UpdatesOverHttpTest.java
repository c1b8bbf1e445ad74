package io.skyv.control.updates;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.skyv.control.grant.SettableClock;
import io.skyv.ota.UpdateException;
import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.HttpTransport;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.Workspace;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases as a box finds them at the control plane, by the client that boxes have. */
@QuarkusTest
@TestProfile(ReleasesProfile.class)
class UpdatesOverHttpTest {
    private static final long PATIENCE_SECONDS = 60;
    private static int releases;

    @TestHTTPResource("/updates/")
    String url;

    @Inject
    Updates updates;

    @Inject
    SettableClock clock;

    @TempDir
    Path box;

    private Workspace workspace;

    @BeforeEach
    void beginWithNothingWrong() throws IOException {
        workspace = Workspace.at(ReleaseDirectory.releases(), clock);
        awaitThat(() ->
                updates.visible().filter(one -> one.timestamp().isPresent()).isPresent()
                        && updates.notKept().isEmpty()
                        && updates.notShown().isEmpty());
    }

    @Test
    void shouldPublishWhatPeopleSignedWithItsOwnOnlineKey() throws Exception {
        String path = release("one");
        assertEquals("one", Files.readString(download(path)));
        assertEquals(List.of(), workspace.draftedRoles(), "they were published");
    }

    @Test
    void shouldRefuseToPublishWhatAClientWouldRefuseAndGoOnServing() throws Exception {
        String path = release("good");
        ReleaseDirectory.draft(workspace, "evil", "evil", SigningKey.makeEd25519());
        workspace.askToPublish();
        awaitThat(() -> updates.notKept().isPresent() || isRefused());
        assertTrue(workspace.refusal().orElseThrow().startsWith("UNSIGNED: targets has 0 good signatures"));
        assertEquals("good", Files.readString(download(path)));
        assertThrows(UpdateException.class, () -> download("evil"));
        workspace.sign(Role.TARGETS, ReleaseDirectory.ENGINEER);
        workspace.askToPublish();
        awaitThat(() -> sees("evil"));
    }

    @Test
    void shouldNotShowWhatSomebodyElsePutIntoTheDirectory() throws Exception {
        String path = release("real");
        Path timestamp = ReleaseDirectory.releases().resolve("repository/metadata/timestamp.json");
        byte[] real = Files.readAllBytes(timestamp);
        Files.writeString(
                timestamp,
                new String(real, java.nio.charset.StandardCharsets.UTF_8).replace("\"sig\": \"", "\"sig\": \"00"));
        awaitThat(() -> updates.notShown().isPresent());
        assertEquals("real", Files.readString(download(path)));
        given().get("/v1/updates").then().body("notShown", containsString("UNSIGNED: timestamp has 0 good signatures"));
        given().get("/q/health/well")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'updates' }.data.not_shown", containsString("UNSIGNED"));
        given().get("/q/health/ready").then().body("checks.name", not(hasItem("updates")));
        Files.write(timestamp, real);
        awaitThat(() -> updates.notShown().isEmpty());
        given().get("/q/health/well").then().statusCode(200);
    }

    @Test
    void shouldNotShowATargetThatWasDamagedBeforeItWasSeen() throws Exception {
        String path = release("whole");
        ReleaseDirectory.draft(workspace, "damaged", "new", ReleaseDirectory.ENGINEER);
        Path targets = ReleaseDirectory.releases().resolve("repository/targets");
        try (var files = Files.list(targets)) {
            Path file = files.filter(each -> each.toString().endsWith(".damaged"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(file, "mew");
            workspace.askToPublish();
            awaitThat(() -> updates.notShown().orElse("").contains("MISMATCH"));
            assertEquals("whole", Files.readString(download(path)));
            Files.writeString(file, "new");
        }
        awaitThat(() -> sees("damaged"));
    }

    @Test
    void shouldRenewByItselfLongBeforeBoxesWouldRefuseIt() throws Exception {
        String path = release("fresh");
        long timestamp = version(Role.TIMESTAMP);
        long snapshot = version(Role.SNAPSHOT);
        clock.goAhead(Duration.ofHours(25));
        awaitThat(() -> version(Role.TIMESTAMP) == timestamp + 1);
        assertEquals(snapshot, version(Role.SNAPSHOT), "which holds for a month");
        assertEquals("fresh", Files.readString(download(path)));
        clock.goAhead(Duration.ofDays(10));
        awaitThat(() -> version(Role.SNAPSHOT) == snapshot + 1);
        clock.goAhead(Duration.ofDays(40));
        awaitThat(() -> version(Role.SNAPSHOT) == snapshot + 2);
        assertEquals("fresh", Files.readString(download(path)), "even after both had expired");
        given().get("/q/metrics")
                .then()
                .body(containsString("skyv_updates_renewed_total"))
                .body(containsString("skyv_updates_expires_seconds{role=\"timestamp\""));
    }

    @Test
    void shouldLetCachesKeepWhatNeverChangesAndAskForTheTimestampEachMinute() throws Exception {
        String path = release("cached");
        String tag = given().get("/updates/metadata/timestamp.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=60")
                .header("Content-Type", "application/json")
                .extract()
                .header("ETag");
        given().header("If-None-Match", "\"other\", W/" + tag)
                .get("/updates/metadata/timestamp.json")
                .then()
                .statusCode(304)
                .header("ETag", tag);
        given().get("/updates/metadata/1.root.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable");
        given().get("/updates/metadata/2.root.json")
                .then()
                .statusCode(404)
                .header("Cache-Control", "public, max-age=60")
                .body("code", equalTo("not-found"));
        String target = "/updates/targets/" + served(path);
        given().get(target)
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Accept-Ranges", "bytes")
                .header("Content-Length", "6")
                .body(equalTo("cached"));
    }

    @Test
    void shouldGiveRangesAndHeads() throws Exception {
        String target = "/updates/targets/" + served(release("0123456789"));
        given().header("Range", "bytes=4-6")
                .get(target)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 4-6/10")
                .body(equalTo("456"));
        given().header("Range", "bytes=7-").get(target).then().statusCode(206).body(equalTo("789"));
        given().header("Range", "bytes=-2").get(target).then().statusCode(206).body(equalTo("89"));
        given().header("Range", "bytes=10-").get(target).then().statusCode(416).header("Content-Range", "bytes */10");
        given().header("Range", "bytes=4-6")
                .header("If-Range", "\"another\"")
                .get(target)
                .then()
                .statusCode(200)
                .body(equalTo("0123456789"));
        given().head(target).then().statusCode(200).header("Content-Length", "10");
        given().head("/updates/metadata/timestamp.json").then().statusCode(200);
        given().post(target).then().statusCode(405).header("Allow", "GET, HEAD");
    }

    @Test
    void shouldShowNothingThatWasNotChecked() throws Exception {
        Path metadata = ReleaseDirectory.releases().resolve("repository/metadata");
        Files.writeString(metadata.resolve("9999.snapshot.json"), "{}");
        given().get("/updates/metadata/9999.snapshot.json").then().statusCode(404);
        Files.delete(metadata.resolve("9999.snapshot.json"));
        Files.writeString(ReleaseDirectory.releases().resolve("repository/targets/" + "0".repeat(64) + ".x"), "x");
        given().get("/updates/targets/" + "0".repeat(64) + ".x").then().statusCode(404);
        for (String path : List.of(
                "/updates/",
                "/updates/targets/../../drafts/root.json",
                "/updates/metadata/..%2f..%2fdrafts%2froot.json",
                "/updates/metadata/1.%2e%2e%2froot.json",
                "/updates/metadata/timestamp.json/")) {
            given().urlEncodingEnabled(false).get(path).then().statusCode(404);
        }
    }

    @Test
    void shouldTellPeopleWhatBoxesSee() {
        given().get("/v1/updates")
                .then()
                .body("served", equalTo(true))
                .body("roles.role", equalTo(List.of("root", "targets", "snapshot", "timestamp")))
                .body("roles[0].version", equalTo(1))
                .body("notKept", nullValue());
        given().get("/q/openapi?format=JSON")
                .then()
                .body("paths.keySet()", hasItem("/updates/metadata/{name}"))
                .body("paths.keySet()", hasItem("/v1/updates"));
    }

    /** By the way that people go: a draft, a signature, a request. */
    private String release(String content) throws IOException, UpdateException {
        String path = "release-" + releases++ + "/firmware.bin";
        ReleaseDirectory.draft(workspace, path, content, ReleaseDirectory.ENGINEER);
        workspace.askToPublish();
        awaitThat(() -> sees(path));
        return path;
    }

    private boolean sees(String path) {
        try {
            return client().refresh().find(path).isPresent();
        } catch (UpdateException | IOException e) {
            return false;
        }
    }

    private Path download(String path) throws UpdateException, IOException {
        TufClient.Refreshed repository = client().refresh();
        Optional<TargetFile> file = repository.find(path);
        return box.resolve(repository.download(
                file.orElseThrow(() -> UpdateException.malformed("nobody knows " + path)), Directory.at(box)));
    }

    private String served(String path) throws UpdateException, IOException {
        TargetFile file = client().refresh().find(path).orElseThrow();
        int name = path.lastIndexOf('/') + 1;
        return path.substring(0, name) + file.hashes().preferredHex() + "." + path.substring(name);
    }

    private TufClient client() throws UpdateException, IOException {
        Directory metadata = Directory.at(box.resolve("metadata"));
        if (metadata.sizeBytes("root.json").isEmpty()) {
            TufClient.init(
                    metadata,
                    Files.readAllBytes(ReleaseDirectory.releases().resolve("repository/metadata/1.root.json")));
        }
        return new TufClient(
                metadata,
                List.of(new Mirror(url + "metadata/", url + "targets/")),
                new HttpTransport(FetchLimits.DEFAULT),
                new BoundedBytes(FetchLimits.DEFAULT, System::nanoTime),
                clock,
                Limits.DEFAULT);
    }

    private long version(String role) {
        return updates.visible().orElseThrow().versions().getOrDefault(role, 0L);
    }

    private boolean isRefused() {
        try {
            return workspace.refusal().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitThat(BooleanSupplier holds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "it does not come to it");
            Thread.onSpinWait();
        }
    }
}
