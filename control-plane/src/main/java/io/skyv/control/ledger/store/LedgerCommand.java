package io.skyv.control.ledger.store;

import io.skyv.control.database.CannotStartException;
import io.skyv.control.database.CommandDatabase;
import io.skyv.control.database.DatabaseAddress;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * {@code ledger hand-over}: the standby writes at once, and the one that wrote becomes the standby. {@code ledger check}: what
 * {@link LedgerCheck} says.
 */
public final class LedgerCommand {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String HELP = """
            Usage: ledger hand-over | check

            hand-over takes the ledger's lease from the control plane that writes. A standby on the same database has it a moment
            later; the one that wrote follows it as the standby. Nothing that anybody was told is lost: what was under way is
            asked again. Without a standby the one that wrote goes on after some seconds.

            SKYV_DATABASE_URL is the database of both.

            check does all again that the journal says, from its first block on and from the newest snapshot on, and prints
            the state's hash; a control plane that stops prints its own. It changes nothing. Control planes may run meanwhile
            on SKYV_DATABASE_URL; with the database that is brought along the control plane must be stopped before
            (SKYV_DATA). The exit code is 1 if the journal is not what was written.
            """;

    /** How long there may be nobody who writes. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final String DISMISS = "update journal_lease set generation = generation + 1, heard_at = 'epoch'"
            + " where generation > 0 returning generation";
    private static final String LEASE = "select generation from journal_lease";

    private LedgerCommand() {}

    /** @return the exit code of the process */
    public static int run(List<String> args) {
        if (args.equals(List.of("--help")) || args.equals(List.of("help"))) {
            System.out.print(HELP);
            return OK;
        }
        if (args.equals(List.of("check"))) {
            return check(System.out, System.err);
        }
        if (!args.equals(List.of("hand-over"))) {
            System.err.print(HELP);
            return MISUSED;
        }
        return handOver(
                ConfigProvider.getConfig().getOptionalValue("skyv.database-url", String.class), System.out, System.err);
    }

    private static int check(PrintStream out, PrintStream err) {
        try {
            return CommandDatabase.use(connection -> check(connection, out, err)) ? OK : FAILED;
        } catch (SQLException e) {
            err.println("ledger: " + why(e));
        } catch (CannotStartException | IOException e) {
            err.println("ledger: " + e.getMessage());
        }
        return FAILED;
    }

    private static boolean check(Connection connection, PrintStream out, PrintStream err) throws SQLException {
        connection.setReadOnly(true);
        return new LedgerCheck(new JournalReader(connection), out, err).run();
    }

    static int handOver(Optional<String> url, PrintStream out, PrintStream err) {
        if (url.isEmpty()) {
            err.println("ledger: SKYV_DATABASE_URL must name the database that both control planes are on");
            return FAILED;
        }
        try {
            return CommandDatabase.use(DatabaseAddress.parse(url.get()), connection -> handOver(connection, out, err));
        } catch (SQLException e) {
            err.println("ledger: " + why(e));
        } catch (CannotStartException e) {
            err.println("ledger: " + e.getMessage());
        }
        return FAILED;
    }

    private static String why(SQLException fault) {
        return CommandDatabase.isFresh(fault) ? "no ledger is there yet" : String.valueOf(fault.getMessage());
    }

    private static int handOver(Connection connection, PrintStream out, PrintStream err) throws SQLException {
        long begin = System.nanoTime();
        Optional<Long> nobodys = generation(connection, DISMISS);
        if (nobodys.isEmpty()) {
            err.println("ledger: nobody has ever written it");
            return FAILED;
        }
        while (System.nanoTime() - begin < LONGEST_WAIT.toNanos()) {
            long now = generation(connection, LEASE).orElseThrow();
            if (now > nobodys.get()) {
                out.printf(
                        "ledger: written under lease %d after %d ms; /q/health/ready says by whom.%n",
                        now, Duration.ofNanos(System.nanoTime() - begin).toMillis());
                return OK;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        err.println("ledger: nobody has taken it within " + LONGEST_WAIT.toSeconds()
                + " s; is a control plane running on this database?");
        return FAILED;
    }

    private static Optional<Long> generation(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet lease = statement.executeQuery()) {
            return lease.next() ? Optional.of(lease.getLong(1)) : Optional.empty();
        }
    }
}
