package io.skyv.control.database;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL that is brought along. Durable, reached only over loopback and only with the password that lies in its
 * directory (mode 0600). Whoever starts it holds the {@link DataDirectory}, so a server that still runs on these files is
 * a left-over of a control plane that was killed.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String USER = "skyv";
    private static final String DATABASE = "skyv";
    private static final String MAINTENANCE_DATABASE = "postgres";
    private static final int PASSWORD_BYTES = 32;
    private static final int WAIT_SECONDS = 60;

    /** A server that is just starting needs less to write who it is. */
    private static final long HALF_WRITTEN_MILLIS = 2_000;

    private static final long MAX_LOG_BYTES = 10L << 20;
    private static final int MAX_ERROR_CHARACTERS = 500;
    private static final int LAST_WORDS_BYTES = 16 * 1024;
    private static final int MAX_TRIES = 3;
    private static final String LOG_FILE = "postgres.log";

    private final PostgresPrograms programs;
    private final Path directory;
    private final Path data;
    private final DatabaseAddress address;
    private final boolean stoppedLeftOver;

    private EmbeddedPostgres(
            PostgresPrograms programs, Path directory, DatabaseAddress address, boolean stoppedLeftOver) {
        this.programs = programs;
        this.directory = directory;
        this.data = data(directory);
        this.address = address;
        this.stoppedLeftOver = stoppedLeftOver;
    }

    /** Starts the server of {@code directory}, whose files are made if they are not there. */
    public static EmbeddedPostgres start(Path directory) throws CannotStartException {
        return start(directory, directory);
    }

    /** @param programsParent where the programs are unpacked to; tests share them */
    static EmbeddedPostgres start(Path directory, Path programsParent) throws CannotStartException {
        try {
            DataDirectory.createPrivate(directory);
            DataDirectory.createPrivate(programsParent);
            PostgresPrograms programs = PostgresPrograms.unpack(programsParent);
            String password = password(directory.resolve("password"));
            makeFiles(programs, directory);
            boolean stopped = stopLeftOver(programs, data(directory));
            EmbeddedPostgres postgres = running(programs, directory, password, stopped);
            postgres.makeDatabase();
            return postgres;
        } catch (IOException | SQLException e) {
            throw new CannotStartException(
                    "The database in " + directory + " cannot be started: " + e.getMessage()
                            + ". See whether there is space and this user may write there, or choose another directory"
                            + " with SKYV_DATA.",
                    e);
        }
    }

    /** The last thing that the server complained of, from its log; empty if there is none. */
    String lastWords() {
        return lastWords(directory.resolve(LOG_FILE));
    }

    private static String lastWords(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LAST_WORDS_BYTES));
            byte[] end = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("PANIC: ") || line.contains("FATAL: "))
                    .filter(line -> !line.contains("the database system is"))
                    .reduce((_, last) -> last)
                    .map(line -> line.replaceFirst("^.*?(PANIC|FATAL): +", ""))
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Whoever takes the port between the look at it and the start makes another try needed. */
    private static EmbeddedPostgres running(
            PostgresPrograms programs, Path directory, String password, boolean stoppedLeftOver)
            throws IOException, CannotStartException {
        for (int tries = 1; ; tries++) {
            DatabaseAddress address = new DatabaseAddress(
                    "127.0.0.1", port(directory.resolve("port")), DATABASE, USER, password, Optional.empty());
            EmbeddedPostgres postgres = new EmbeddedPostgres(programs, directory, address, stoppedLeftOver);
            try {
                postgres.run();
                return postgres;
            } catch (CannotStartException e) {
                String words = postgres.lastWords();
                if (tries == MAX_TRIES || free(address.port()).isPresent()) {
                    throw new CannotStartException(
                            "The database in " + directory + " does not start: "
                                    + (words.isEmpty() ? e.getMessage() : words) + ". " + LOG_FILE
                                    + " there says more; make space if the disk is full.",
                            e);
                }
            }
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    /** Whether a server of a control plane that was killed still ran on these files, and was stopped first. */
    boolean stoppedLeftOver() {
        return stoppedLeftOver;
    }

    /** Runs {@code action} if the server ends, whoever ended it. */
    void whenItEnds(Runnable action) throws IOException {
        Postmaster.read(data)
                .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()))
                .ifPresent(process -> process.onExit().thenRun(action));
    }

    /** Ends all sessions and stops, with everything on disk. */
    @Override
    public void close() throws CannotStartException, IOException {
        stop(programs, data);
    }

    private static void stop(PostgresPrograms programs, Path data) throws CannotStartException, IOException {
        command(programs.program("pg_ctl"), "-D", data.toString(), "-m", "fast", "-w", "-t", "" + WAIT_SECONDS, "stop");
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    private static void makeFiles(PostgresPrograms programs, Path directory) throws IOException, CannotStartException {
        Path data = data(directory);
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Path fresh = Files.createTempDirectory(directory, "new-");
        command(
                programs.program("initdb"),
                "-D",
                fresh.toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                directory.resolve("password").toString(),
                "-E",
                "UTF-8",
                "--locale=C");
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        LOG.infof("database: made in %s", directory);
    }

    private static boolean stopLeftOver(PostgresPrograms programs, Path data) throws IOException, CannotStartException {
        Optional<Postmaster> postmaster = Postmaster.readWhole(data, HALF_WRITTEN_MILLIS);
        if (postmaster.isEmpty()) {
            Files.deleteIfExists(Postmaster.pidFile(data));
            return false;
        }
        if (postmaster.get().serves(data)) {
            stop(programs, data);
            LOG.warnf(
                    "database: stopped the PostgreSQL (pid %d) that a control plane which was killed had left running",
                    postmaster.get().pid());
            return true;
        }
        if (postmaster.get().isSomebodyElse()) {
            // PostgreSQL would take that process for itself and not start. A file whose process is gone stays: by it
            // PostgreSQL finds out whether parts of the dead server are still at work on these files.
            Files.deleteIfExists(Postmaster.pidFile(data));
        }
        return false;
    }

    private void run() throws IOException, CannotStartException {
        Path log = directory.resolve(LOG_FILE);
        if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
            Files.move(log, directory.resolve("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        command(
                programs.program("pg_ctl"),
                "-D",
                data.toString(),
                "-l",
                log.toString(),
                "-w",
                "-t",
                "" + WAIT_SECONDS,
                "-o",
                "-p " + address.port() + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on"
                        + " -c synchronous_commit=on -c full_page_writes=on -c timezone=UTC -c log_timezone=UTC",
                "start");
    }

    private void makeDatabase() throws SQLException {
        DatabaseAddress maintenance = new DatabaseAddress(
                address.host(), address.port(), MAINTENANCE_DATABASE, USER, address.password(), Optional.empty());
        try (Connection connection = DriverManager.getConnection(maintenance.jdbcUrl(), USER, maintenance.password());
                Statement statement = connection.createStatement()) {
            try (ResultSet there =
                    statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (there.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE);
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(secret);
            Path fresh = Files.createTempFile(
                    file.resolveSibling("."),
                    "password",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, HexFormat.of().formatHex(secret));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** The port of the last time if it is free, else any free one. */
    private static int port(Path file) throws IOException {
        int wanted = 0;
        if (Files.exists(file)) {
            try {
                wanted = Integer.parseInt(Files.readString(file).strip());
            } catch (NumberFormatException e) {
                LOG.debugf("database: %s has no number, any port will do", file);
            }
        }
        int port = free(wanted).or(() -> free(0)).orElseThrow(() -> new IOException("no port is free on 127.0.0.1"));
        Files.writeString(file, Integer.toString(port));
        return port;
    }

    private static Optional<Integer> free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return Optional.of(socket.getLocalPort());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** PostgreSQL refuses to be root; in a user namespace of its own nobody is. */
    private static void command(String... program) throws IOException, CannotStartException {
        List<String> command = new ArrayList<>();
        if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            command.add("unshare");
            command.add("--user");
        }
        command.addAll(List.of(program));
        Path output = Files.createTempFile("skyv-postgres", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (process.waitFor() != 0) {
                String said = Files.readString(output, StandardCharsets.UTF_8).strip();
                throw new CannotStartException(
                        "PostgreSQL cannot be run (" + Path.of(program[0]).getFileName() + "): "
                                + said.substring(Math.max(0, said.length() - MAX_ERROR_CHARACTERS))
                                + (said.contains("No space left")
                                        ? ". Make space, or choose another directory with SKYV_DATA."
                                        : ". Run as an ordinary user, or give an external database with"
                                                + " SKYV_DATABASE_URL."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL's " + program[0] + " ran", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
