package io.skyv.control.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * That this control plane is the only one on its database: an advisory lock of a connection that is kept open, and which
 * PostgreSQL takes back when the connection ends, however that comes about. Needs a connection of its own for good: a
 * pooler between must pool sessions.
 */
final class WriterLease implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WriterLease.class);

    /** "SKYV", and 1. */
    private static final long LOCK = 0x534b_5956_0000_0001L;

    /** One that was killed a moment ago may not be known to be gone yet. */
    private static final int TRIES = 10;

    private static final long RETRY_MILLIS = 500;
    private static final long CHECK_SECONDS = 5;

    /** So that a control plane whose machine is gone loses its lease within half a minute. */
    private static final String KEEP_ALIVE =
            "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5;" + " set tcp_keepalives_count = 3";

    private final DatabaseAddress address;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Connection connection;

    private WriterLease(DatabaseAddress address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /** @throws CannotStartException if another control plane has it */
    static WriterLease take(DatabaseAddress address) throws SQLException, CannotStartException {
        Connection connection = connect(address);
        try {
            for (int i = 0; i < TRIES; i++) {
                if (locks(connection)) {
                    return new WriterLease(address, connection);
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.close();
        throw new CannotStartException("Another control plane works with the database " + address
                + ". Stop it, or give this one a database of its own with SKYV_DATABASE_URL; one whose machine was"
                + " switched off is forgotten after half a minute.");
    }

    /** Looks after it in the background; {@code lost} is run if another control plane has it. */
    void watch(Runnable lost) {
        Thread.ofPlatform().name("writer-lease").daemon(true).start(() -> keep(lost));
    }

    private void keep(Runnable lost) {
        try {
            while (!closing.await(CHECK_SECONDS, TimeUnit.SECONDS)) {
                if (!holds()) {
                    lost.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False only where another one has it: a database that does not answer now gives it to nobody. */
    private synchronized boolean holds() {
        try {
            if (connection.isValid((int) CHECK_SECONDS)) {
                return true;
            }
            connection.close();
            connection = connect(address);
            return locks(connection);
        } catch (SQLException e) {
            LOG.debugf(e, "the database does not answer; the lease is looked after later");
            return true;
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "skyv-control-plane-lease");
        return DriverManager.getConnection(address.jdbcUrl(), properties);
    }

    private static boolean locks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(KEEP_ALIVE);
            try (ResultSet answer = statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debugf(e, "the lease ends with the process");
            }
        }
    }
}
