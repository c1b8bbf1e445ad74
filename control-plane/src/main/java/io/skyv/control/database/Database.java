package io.skyv.control.database;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The database of this control plane, started or found, and known to answer. */
public final class Database implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Database.class);
    private static final int LOGIN_TIMEOUT_SECONDS = 10;

    private final DatabaseAddress address;
    private final Optional<EmbeddedPostgres> embedded;
    private volatile boolean closing;

    private Database(DatabaseAddress address, Optional<EmbeddedPostgres> embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    /** @param directory for the database that is brought along, which runs unless {@code url} names another */
    public static Database open(Optional<String> url, Path directory) throws CannotStartException {
        if (url.isEmpty()) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(directory);
            LOG.infof("database: PostgreSQL in %s at %s", directory, postgres.address());
            return new Database(postgres.address(), Optional.of(postgres));
        }
        DatabaseAddress address = DatabaseAddress.parse(url.get());
        tryIt(address);
        LOG.infof("database: external PostgreSQL at %s", address);
        return new Database(address, Optional.empty());
    }

    /** What the database said last before it ended; empty where that cannot be known. */
    public String lastWords() {
        return embedded.map(EmbeddedPostgres::lastWords).orElse("");
    }

    /** Runs {@code action} if the database that was brought along ends by itself. */
    public void whenItDies(Runnable action) throws IOException {
        if (embedded.isPresent()) {
            embedded.get().whenItEnds(() -> {
                if (!closing) {
                    action.run();
                }
            });
        }
    }

    /** What Quarkus has to be told, and what it then says of how the database was found. */
    public Map<String, String> quarkusProperties() {
        return Map.of(
                DatabaseMetrics.STOPPED_LEFT_OVER,
                embedded.map(EmbeddedPostgres::stoppedLeftOver).orElse(false).toString(),
                "quarkus.datasource.jdbc.url",
                address.jdbcUrl(),
                "quarkus.datasource.reactive.url",
                address.reactiveUrl(),
                "quarkus.datasource.username",
                address.user(),
                "quarkus.datasource.password",
                address.password());
    }

    private static void tryIt(DatabaseAddress address) throws CannotStartException {
        DriverManager.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
        try (Connection connection =
                DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
            LOG.debugf("database: %s", connection.getMetaData().getDatabaseProductVersion());
        } catch (SQLException e) {
            throw new CannotStartException(
                    "The database " + address + " of SKYV_DATABASE_URL does not let us in: " + why(e)
                            + ". Check host, port, user, password and that the database exists.",
                    e);
        }
    }

    /** The driver says only that the attempt failed where the host is unknown or the time is up. */
    private static String why(SQLException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return switch (root) {
            case UnknownHostException unknown -> "the host " + unknown.getMessage() + " is not known";
            case SocketTimeoutException _ -> "it does not answer within " + LOGIN_TIMEOUT_SECONDS + " s";
            default -> firstLine(e);
        };
    }

    /** PostgreSQL adds lines that say where in its sources it was refused. */
    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll("[.\\s]+$", "");
    }

    /** Stops the database if it was brought along. */
    @Override
    public void close() throws CannotStartException, IOException {
        closing = true;
        if (embedded.isPresent()) {
            embedded.get().close();
        }
    }
}
