package io.skyv.control.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The database that a command works on: that of {@code SKYV_DATABASE_URL}, on which control planes may run meanwhile, or the one
 * that is brought along, which is started for the command and must not be another's then.
 */
public final class CommandDatabase {
    private static final String UNDEFINED_TABLE = "42P01";

    private CommandDatabase() {}

    /** What a command does with the database. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** @throws CannotStartException if a control plane runs on the data, or the address is none */
    public static <T> T use(Work<T> work) throws CannotStartException, IOException, SQLException {
        Config config = ConfigProvider.getConfig();
        Optional<String> url = config.getOptionalValue("skyv.database-url", String.class);
        if (url.isPresent()) {
            return use(DatabaseAddress.parse(url.get()), work);
        }
        Path data = config.getOptionalValue("skyv.data", Path.class).orElse(Path.of("data", "control"));
        try (DataDirectory directory = DataDirectory.take(data);
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(directory.path().resolve("postgres"))) {
            return use(postgres.address(), work);
        }
    }

    public static <T> T use(DatabaseAddress address, Work<T> work) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
            return work.with(connection);
        }
    }

    /** Whether no control plane has ever been started on the database. */
    public static boolean isFresh(SQLException fault) {
        return UNDEFINED_TABLE.equals(fault.getSQLState());
    }
}
