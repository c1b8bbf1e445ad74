package io.skyv.control.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path directory;

    @Test
    void shouldKeepItsDataAcrossAStopAndAKillOfWhoeverStartedIt() throws Exception {
        try (EmbeddedPostgres postgres = TestDatabase.start(directory)) {
            execute(postgres, "create table t (i int)", "insert into t values (42)");
        }
        assertFalse(Files.exists(Postmaster.pidFile(data())), "it is stopped");

        EmbeddedPostgres leftRunning = TestDatabase.start(directory);
        long leftPid = Postmaster.read(data()).orElseThrow().pid();
        execute(leftRunning, "insert into t values (43)");

        try (EmbeddedPostgres postgres = TestDatabase.start(directory)) {
            assertTrue(postgres.stoppedLeftOver());
            assertNotEquals(leftPid, Postmaster.read(data()).orElseThrow().pid(), "the left-over is stopped");
            assertEquals(leftRunning.address(), postgres.address(), "port and password stay the same");
            assertEquals("85", ask(postgres, "select sum(i) from t"));
        }
    }

    @Test
    void shouldBeDurableAndPrivate() throws Exception {
        try (EmbeddedPostgres postgres = TestDatabase.start(directory)) {
            for (Map.Entry<String, String> setting : Map.of(
                            "fsync", "on",
                            "synchronous_commit", "on",
                            "full_page_writes", "on",
                            "listen_addresses", "127.0.0.1",
                            "unix_socket_directories", "")
                    .entrySet()) {
                assertEquals(setting.getValue(), ask(postgres, "show " + setting.getKey()), setting.getKey());
            }
            assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(postgres.address().jdbcUrl(), "skyv", "wrong")
                            .close());
            assertEquals("rw-------", permissions(directory.resolve("password")));
            assertEquals("rwx------", permissions(data()));
        }
    }

    @Test
    void shouldNotBeFooledByAStalePidFile() throws Exception {
        TestDatabase.start(directory).close();
        long somebodyElse = ProcessHandle.current().pid();
        Files.writeString(Postmaster.pidFile(data()), somebodyElse + "\n" + data() + "\n");
        try (EmbeddedPostgres postgres = TestDatabase.start(directory)) {
            assertEquals("1", ask(postgres, "select 1"));
        }
    }

    @Test
    void shouldRefuseASecondControlPlaneOnTheSameDirectory() throws Exception {
        try (DataDirectory first = DataDirectory.take(directory.resolve("control"))) {
            CannotStartException refusal =
                    assertThrows(CannotStartException.class, () -> DataDirectory.take(first.path()));
            assertTrue(String.valueOf(refusal.getMessage()).contains("SKYV_DATA"), refusal.getMessage());
        }
        DataDirectory.take(directory.resolve("control")).close();
    }

    private Path data() {
        return directory.resolve("data");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        DatabaseAddress address = postgres.address();
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }
}
