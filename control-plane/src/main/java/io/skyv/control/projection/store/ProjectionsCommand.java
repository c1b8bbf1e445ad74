package io.skyv.control.projection.store;

import io.skyv.control.database.CannotStartException;
import io.skyv.control.database.DataDirectory;
import io.skyv.control.database.DatabaseAddress;
import io.skyv.control.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** {@code projections rebuild}: what pages and REST show is made anew from the journal. */
public final class ProjectionsCommand {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String HELP = """
            Usage: projections rebuild

            Empties what pages and REST show of the books. The control plane makes it anew from the journal: at its next
            start, or at once if it runs on an external database. The journal itself is not touched.

            With the database that is brought along the control plane must be stopped before.
            SKYV_DATA and SKYV_DATABASE_URL are those of the control plane.
            """;

    /** PostgreSQL's code for a table that is not there. */
    private static final String UNDEFINED_TABLE = "42P01";

    private static final List<String> REBUILD = List.of(
            "truncate projected_block, projected_account, projected_movement, projected_transcoder,"
                    + " projected_position, projected_lock, projected_box, projected_grant, projected_round,"
                    + " projected_standing",
            "update projection set blocks = 0, rounds = 0");

    private ProjectionsCommand() {}

    /** @return the exit code of the process */
    public static int run(List<String> args) {
        if (args.equals(List.of("--help")) || args.equals(List.of("help"))) {
            System.out.print(HELP);
            return OK;
        }
        if (!args.equals(List.of("rebuild"))) {
            System.err.print(HELP);
            return MISUSED;
        }
        Config config = ConfigProvider.getConfig();
        return rebuild(
                config.getOptionalValue("skyv.database-url", String.class),
                config.getOptionalValue("skyv.data", Path.class).orElse(Path.of("data", "control")),
                System.out,
                System.err);
    }

    private static int rebuild(Optional<String> url, Path data, PrintStream out, PrintStream err) {
        try {
            if (url.isPresent()) {
                empty(DatabaseAddress.parse(url.get()));
            } else {
                emptyBroughtAlong(data);
            }
            out.println("The projections are empty; the control plane makes them anew from its journal.");
            return OK;
        } catch (SQLException e) {
            err.println("projections: "
                    + (UNDEFINED_TABLE.equals(e.getSQLState())
                            ? "the control plane has not been started on this database yet; there is nothing to rebuild"
                            : e.getMessage()));
        } catch (CannotStartException | IOException e) {
            err.println("projections: " + e.getMessage());
        }
        return FAILED;
    }

    private static void emptyBroughtAlong(Path data) throws CannotStartException, IOException, SQLException {
        try (DataDirectory directory = DataDirectory.take(data);
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(directory.path().resolve("postgres"))) {
            empty(postgres.address());
        }
    }

    private static void empty(DatabaseAddress address) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String step : REBUILD) {
                statement.execute(step);
            }
            connection.commit();
        }
    }
}
