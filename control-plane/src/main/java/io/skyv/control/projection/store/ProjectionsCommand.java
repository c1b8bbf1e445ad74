package io.skyv.control.projection.store;

import io.skyv.control.database.CannotStartException;
import io.skyv.control.database.CommandDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

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
        return rebuild(System.out, System.err);
    }

    private static int rebuild(PrintStream out, PrintStream err) {
        try {
            CommandDatabase.use(ProjectionsCommand::empty);
            out.println("The projections are empty; the control plane makes them anew from its journal.");
            return OK;
        } catch (SQLException e) {
            err.println("projections: "
                    + (CommandDatabase.isFresh(e)
                            ? "the control plane has not been started on this database yet; there is nothing to rebuild"
                            : e.getMessage()));
        } catch (CannotStartException | IOException e) {
            err.println("projections: " + e.getMessage());
        }
        return FAILED;
    }

    private static boolean empty(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String step : REBUILD) {
                statement.execute(step);
            }
        }
        connection.commit();
        return true;
    }
}
