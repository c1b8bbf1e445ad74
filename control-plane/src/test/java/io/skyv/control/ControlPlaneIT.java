package io.skyv.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.skyv.control.database.EmbeddedPostgres;
import io.skyv.control.database.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program: how it starts, dies, comes back and refuses to start. */
class ControlPlaneIT {
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");
    private static final long PATIENCE_SECONDS = 120;

    private final List<Running> started = new ArrayList<>();

    @TempDir
    Path data;

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Running running : started) {
            running.process.destroyForcibly().waitFor();
        }
        if (Files.exists(data.resolve("postgres/data/postmaster.pid"))) {
            serve(Map.of()).stop();
        }
    }

    @Test
    void shouldComeBackWithItsBooksAfterBeingKilled() throws Exception {
        Running first = serve(Map.of());
        assertTrue(first.log().contains("ledger: 1 blocks"), first.log());
        String head = first.ledgerHead();
        int second = start(Map.of()).exitStatus();
        assertNotEquals(0, second, "two control planes on one directory");

        first.process.destroyForcibly().waitFor();
        Running again = serve(Map.of());
        assertTrue(again.log().contains("stopped the PostgreSQL"), again.log());
        assertEquals(head, again.ledgerHead());

        again.stop();
        assertFalse(Files.exists(data.resolve("postgres/data/postmaster.pid")), "the database stops with it");
        Running third = serve(Map.of());
        assertFalse(third.log().contains("stopped the PostgreSQL"), third.log());
        assertEquals(head, third.ledgerHead());
        third.stop();
    }

    @Test
    void shouldEndWhenItsDatabaseHasDiedSoThatBothAreStartedAnew() throws Exception {
        Running running = serve(Map.of());
        String head = running.ledgerHead();
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).getFirst());
        ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
        assertEquals(1, running.exitStatus());
        assertTrue(running.log().contains("the database has ended by itself"), running.log());
        Running again = serve(Map.of());
        assertEquals(head, again.ledgerHead());
        again.stop();
    }

    @Test
    void shouldNameTheBlockThatWasAlteredAndNotStart() throws Exception {
        serve(Map.of()).stop();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"));
                Connection connection = DriverManager.getConnection(
                        postgres.address().jdbcUrl(),
                        postgres.address().user(),
                        postgres.address().password());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update journal_block set body = set_byte(body, 70, get_byte(body, 70) # 1) where number = 1");
        }
        Running refused = start(Map.of());
        assertEquals(1, refused.exitStatus());
        assertTrue(refused.log().contains("The control plane cannot start. block 1 "), refused.log());
    }

    @Test
    void shouldServeFromAnExternalDatabaseAndSayWhenItsUrlIsWrong() throws Exception {
        try (EmbeddedPostgres external = TestDatabase.start(data.resolve("external"))) {
            String password = external.address().password();
            String right = "postgresql://skyv:" + password + "@127.0.0.1:"
                    + external.address().port() + "/skyv";
            Running running = serve(Map.of("SKYV_DATABASE_URL", right));
            assertFalse(running.log().contains(password), "the password is not logged");
            assertFalse(Files.exists(data.resolve("postgres")), "no other database is made");
            running.stop();

            Running refused = start(Map.of("SKYV_DATABASE_URL", right.replace("/skyv", "/nothing")));
            assertEquals(1, refused.exitStatus());
            assertTrue(refused.log().startsWith("The control plane cannot start. The database "), refused.log());
            assertEquals(1, refused.log().lines().count(), refused.log());
            assertFalse(refused.log().contains(password), "the password is not shown");
        }
    }

    @Test
    void shouldAnswerOnTheCommandLine() throws Exception {
        Running version = start(Map.of(), "--version");
        assertEquals(0, version.exitStatus());
        assertTrue(version.log().matches("(?s)SKYV control plane \\d.*"), version.log());
        Running help = start(Map.of(), "--help");
        assertEquals(0, help.exitStatus());
        assertTrue(help.log().contains("SKYV_DATABASE_URL"), help.log());
        assertEquals(2, start(Map.of(), "dance").exitStatus());
    }

    private Running serve(Map<String, String> environment) {
        Running running = start(environment);
        running.awaitListening();
        return running;
    }

    private Running start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1", // each lives for seconds
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar")
                        .toAbsolutePath()
                        .toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("SKYV_") || key.startsWith("QUARKUS_"));
        builder.environment().put("SKYV_DATA", data.toString());
        builder.environment().put("SKYV_HTTP_PORT", "0");
        builder.environment().put("SKYV_HTTPS_PORT", "0");
        builder.environment().putAll(environment);
        try {
            Running running = new Running(builder.start());
            started.add(running);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Running {
        private final Process process;
        private final BufferedReader out;
        private final StringBuilder log = new StringBuilder();
        private int port;

        Running(Process process) {
            this.process = process;
            this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        void awaitListening() {
            for (String line = readLine(); line != null; line = readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port = Integer.parseInt(listening.group(1));
                    return;
                }
            }
            throw new AssertionError("it does not serve: " + log);
        }

        /** Once the first round has started: nothing happens by itself after that for a day. */
        String ledgerHead() {
            while (true) {
                Response ledger = RestAssured.get("http://127.0.0.1:" + port + "/v1/ledger");
                ledger.then().statusCode(200);
                if (ledger.jsonPath().getLong("round") > 0) {
                    return ledger.asString();
                }
            }
        }

        void stop() throws InterruptedException {
            process.destroy();
            exitStatus();
        }

        int exitStatus() throws InterruptedException {
            while (readLine() != null) {
                // read to the end
            }
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> "it does not end: " + log);
            return process.exitValue();
        }

        String log() {
            return log.toString();
        }

        private String readLine() {
            try {
                String line = out.readLine();
                if (line != null) {
                    log.append(line).append('\n');
                }
                return line;
            } catch (IOException e) {
                return null;
            }
        }
    }
}
