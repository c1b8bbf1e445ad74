package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.metadata.Role;
import io.skyv.ota.repository.KeyFile;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.RootDraft;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.TargetsDraft;
import io.skyv.ota.repository.Workspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ten thousand boxes that look for updates at once at one control plane; and how many requests it answers, with wrk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdateStormBench {
    private static final int CLIENTS = Integer.getInteger("skyv.bench.clients", 10_000);
    private static final int PLACES = Integer.getInteger("skyv.bench.connections", 256);
    private static final int SECONDS = Integer.getInteger("skyv.bench.seconds", 10);
    /** Root, timestamp, snapshot and targets; then a root that is not there, and the timestamp. */
    private static final int FIRST_REQUESTS = 4;

    private static final int REQUESTS = 2;
    private static final String PASSPHRASE = "correct horse battery";

    private final Network network = new Network("updates");
    private Program control;
    private Path releases;

    @BeforeAll
    void start() throws Exception {
        releases = Files.createDirectories(network.directory()).resolve("releases");
        Path key = network.directory().resolve("online.pem");
        SigningKey online = KeyFile.make(key, PASSPHRASE.toCharArray());
        publish(online);
        control = network.startControl(Map.of(
                "SKYV_UPDATES_DIRECTORY", releases.toString(),
                "SKYV_UPDATES_ONLINE_KEYS", key.toString(),
                "SKYV_UPDATES_PASSPHRASE_FILE",
                        Files.writeString(network.directory().resolve("passphrase"), PASSPHRASE)
                                .toString()));
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void shouldTellWhatAStormOfBoxesCosts() throws Exception {
        String url = network.control() + "/updates/";
        Process driver = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dhttp.maxConnections=" + PLACES,
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpdateStorm.class.getName(),
                        url,
                        releases.resolve("repository/metadata/1.root.json").toString(),
                        Integer.toString(CLIENTS),
                        Integer.toString(PLACES)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double before = ProcessUse.of(control.pid()).cpuSeconds();
        try (var said = driver.inputReader()) {
            before = tell(said.readLine(), FIRST_REQUESTS, before);
            tell(said.readLine(), REQUESTS, before);
        }
        assertTrue(driver.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, driver.exitValue());
    }

    private double tell(String line, int requestsEach, double before) throws IOException {
        assertTrue(line != null && line.contains(" 0 failed"), line);
        double seconds = Double.parseDouble(line.replaceAll(".* in ([0-9.]+) s.*", "$1"));
        double cpu = ProcessUse.of(control.pid()).cpuSeconds();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.0f requests/s | control plane's CPU %.2f s, %.0f µs a request |%n",
                line,
                CLIENTS * requestsEach / seconds,
                cpu - before,
                (cpu - before) * 1e6 / CLIENTS / requestsEach);
        return cpu;
    }

    @Test
    void shouldTellHowManyRequestsItAnswers() throws Exception {
        for (String path : List.of("/updates/metadata/timestamp.json", "/updates/metadata/1.root.json")) {
            Wrk.run(URI.create(network.control() + path), PLACES, 3);
            double before = ProcessUse.of(control.pid()).cpuSeconds();
            Wrk.Result result = Wrk.run(URI.create(network.control() + path), PLACES, SECONDS);
            double cpu = ProcessUse.of(control.pid()).cpuSeconds() - before;
            assertEquals("", result.faults());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f requests/s, %.2f cores |%n",
                    path,
                    result.perSecond(),
                    cpu / result.seconds());
        }
    }

    private void publish(SigningKey online) throws Exception {
        SigningKey people = SigningKey.makeEd25519();
        Instant inAYear = Instant.now().plus(Duration.ofDays(365));
        Workspace workspace = Workspace.at(releases, InstantSource.system());
        workspace.put(
                Role.ROOT,
                RootDraft.first(inAYear)
                        .allow(Role.ROOT, people.publicPart())
                        .allow(Role.TARGETS, people.publicPart())
                        .allow(Role.SNAPSHOT, online.publicPart())
                        .allow(Role.TIMESTAMP, online.publicPart())
                        .signed());
        workspace.put(Role.TARGETS, TargetsDraft.first(inAYear).signed());
        workspace.sign(Role.ROOT, people);
        workspace.sign(Role.TARGETS, people);
        workspace.publish(OnlineKeys.of(online));
    }
}
