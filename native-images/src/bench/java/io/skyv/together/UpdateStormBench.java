package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skyv.ota.metadata.Role;
import io.skyv.ota.repository.KeyFile;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Ten thousand boxes that look for updates at once at one control plane, each on a connection of its own; how many requests it
 * answers on so many connections, by wrk; and what nginx makes of the same with the same files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdateStormBench {
    private static final int CLIENTS = Integer.getInteger("skyv.bench.clients", 10_000);
    private static final int FEW_CONNECTIONS = 256;
    private static final int SECONDS = Integer.getInteger("skyv.bench.seconds", 5);
    private static final int WARM_UP_SECONDS = 3;
    /** Root, timestamp, snapshot and targets; then a root that is not there, and the timestamp. */
    private static final int FIRST_REQUESTS = 4;

    private static final int REQUESTS = 2;
    private static final double MAX_REFRESH_MILLIS = 50;
    private static final long MAX_REFRESH_BYTES = 10_000;
    private static final int LOOK_MILLIS = 50;
    private static final String PASSPHRASE = "correct horse battery";
    private static final Pattern LONE = Pattern.compile("p50 ([0-9.]+) ms, .* ([0-9]+) bytes");

    private final Network network = new Network("updates");
    private Program control;
    private Nginx nginx;
    private Path releases;

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Wrk.isInstalled() && Nginx.isInstalled(), "it needs wrk and nginx: skipped");
        releases = Files.createDirectories(network.directory()).resolve("releases");
        Path key = network.directory().resolve("online.pem");
        SigningKey online = KeyFile.make(key, PASSPHRASE.toCharArray());
        publish(online);
        control = network.startControl(Map.of(
                "SKYV_UPDATES_DIRECTORY", releases.toString(),
                "SKYV_UPDATES_ONLINE_KEYS", key.toString(),
                // here all boxes are of one address
                "SKYV_HTTP_MAX_CONNECTIONS", Integer.toString(2 * CLIENTS),
                "SKYV_HTTP_MAX_CONNECTIONS_PER_ADDRESS", Integer.toString(2 * CLIENTS),
                "SKYV_UPDATES_PASSPHRASE_FILE",
                        Files.writeString(network.directory().resolve("passphrase"), PASSPHRASE)
                                .toString()));
        nginx = Nginx.start(network.directory().resolve("nginx"), releases.resolve("repository"));
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
        network.close();
    }

    @Test
    void shouldTellWhatAStormOfBoxesCosts() throws Exception {
        Wrk.run(URI.create(network.control() + "/updates/metadata/timestamp.json"), FEW_CONNECTIONS, WARM_UP_SECONDS);
        String lone = storm("control plane", network.control() + "/updates/", control.pid(), this::controlCpu);
        storm("nginx", nginx.url("").toString(), nginx.workerPid(), this::nginxCpu);
        Matcher figures = LONE.matcher(lone);
        assertTrue(figures.find(), lone);
        assertTrue(Double.parseDouble(figures.group(1)) <= MAX_REFRESH_MILLIS, lone);
        assertTrue(Long.parseLong(figures.group(2)) <= MAX_REFRESH_BYTES, lone);
    }

    private interface Cpu {
        double seconds() throws IOException;
    }

    private double controlCpu() throws IOException {
        return ProcessUse.of(control.pid()).cpuSeconds();
    }

    private double nginxCpu() throws IOException {
        return nginx.use().cpuSeconds();
    }

    /** @return what it says of one client by itself */
    private String storm(String server, String url, long pid, Cpu cpu) throws Exception {
        int idle = ProcessUse.openFiles(pid);
        Process driver = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx3g",
                        "-Dhttp.maxConnections=" + CLIENTS,
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpdateStorm.class.getName(),
                        url,
                        releases.resolve("repository/metadata/1.root.json").toString(),
                        Integer.toString(CLIENTS)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = driver.inputReader()) {
            tell(server, driver, said, FIRST_REQUESTS, () -> ProcessUse.openFiles(pid) - idle, cpu);
            tell(server, driver, said, REQUESTS, () -> ProcessUse.openFiles(pid) - idle, cpu);
            String lone = said.readLine();
            System.out.println("| " + server + " | " + lone + " |");
            assertTrue(driver.waitFor(1, TimeUnit.MINUTES));
            assertEquals(0, driver.exitValue());
            return lone;
        }
    }

    private interface Connections {
        int count() throws IOException;
    }

    private void tell(
            String server, Process driver, BufferedReader said, int requestsEach, Connections connections, Cpu cpu)
            throws Exception {
        double before = cpu.seconds();
        int most = 0;
        while (!said.ready() && driver.isAlive()) {
            most = Math.max(most, connections.count());
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        String line = said.readLine();
        double used = cpu.seconds() - before;
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %d connections at once | %.0f requests/s | CPU %.2f s, %.0f µs a request |%n",
                server,
                line,
                most,
                CLIENTS * requestsEach / Double.parseDouble(line.replaceAll(".* in ([0-9.]+) s.*", "$1")),
                used,
                used * 1e6 / CLIENTS / requestsEach);
        assertTrue(line.contains(" 0 failed"), line);
    }

    @Test
    void shouldTellHowManyRequestsItAnswers() throws Exception {
        for (int connections : List.of(FEW_CONNECTIONS, CLIENTS)) {
            String path = "metadata/timestamp.json";
            measure("control plane", URI.create(network.control() + "/updates/" + path), connections, this::controlCpu);
            measure("nginx", nginx.url(path), connections, this::nginxCpu);
        }
    }

    private void measure(String server, URI url, int connections, Cpu cpu) throws Exception {
        Wrk.run(url, connections, WARM_UP_SECONDS);
        double before = cpu.seconds();
        Wrk.Result result = Wrk.run(url, connections, SECONDS);
        double used = cpu.seconds() - before;
        System.out.printf(
                Locale.ROOT,
                "| %s, %d connections | timestamp.json | %.0f requests/s | %.2f cores, %.0f µs a request |%n",
                server,
                connections,
                result.perSecond(),
                used / result.seconds(),
                used * 1e6 / result.requests());
        assertEquals("", result.faults());
    }

    private void publish(SigningKey online) throws Exception {
        SigningKey people = SigningKey.makeEd25519();
        Workspace workspace = Workspace.at(releases, InstantSource.system());
        workspace.begin(List.of(people.publicPart()), 1, List.of(people.publicPart()), online.publicPart());
        workspace.sign(Role.ROOT, people);
        workspace.sign(Role.TARGETS, people);
        workspace.publish(OnlineKeys.of(online));
    }
}
