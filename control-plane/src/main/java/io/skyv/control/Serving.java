package io.skyv.control;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.skyv.control.database.CannotStartException;
import io.skyv.control.database.DataDirectory;
import io.skyv.control.database.Database;
import io.skyv.control.journal.DamagedBlockException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** One run of the server, and what it stands on: the data directory and the database, which outlive Quarkus at both ends. */
final class Serving implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Serving.class);
    private static final int SHUTDOWN_SECONDS = 30;
    private static final int FAILED = 1;
    private static final int MAX_PORT = 65_535;

    private final DataDirectory directory;
    private final Database database;
    private final CountDownLatch quarkusIsDone = new CountDownLatch(1);
    private final Thread hook = new Thread(this::closeAfterQuarkus, "stop-database");
    private boolean closed;

    private Serving(DataDirectory directory, Database database) {
        this.directory = directory;
        this.database = database;
    }

    static Serving prepare() throws CannotStartException {
        Config config = ConfigProvider.getConfig();
        String host = config.getOptionalValue("quarkus.http.host", String.class).orElse("127.0.0.1");
        int http = port(config, "quarkus.http.port", 8080, "SKYV_HTTP_PORT");
        int https = port(config, "quarkus.http.ssl-port", 8443, "SKYV_HTTPS_PORT");
        if (http == https && http != 0) {
            throw new CannotStartException(
                    "Port " + http + " cannot be both: give SKYV_HTTP_PORT and SKYV_HTTPS_PORT two different ones.");
        }
        requireFree(host, http, "SKYV_HTTP_PORT");
        requireFree(host, https, "SKYV_HTTPS_PORT");
        DataDirectory directory = DataDirectory.take(
                config.getOptionalValue("skyv.data", Path.class).orElse(Path.of("data", "control")));
        try {
            Optional<String> url = config.getOptionalValue("skyv.database-url", String.class);
            Serving serving =
                    new Serving(directory, Database.open(url, directory.path().resolve("postgres")));
            serving.database.quarkusProperties().forEach(System::setProperty);
            Runtime.getRuntime().addShutdownHook(serving.hook);
            return serving;
        } catch (CannotStartException e) {
            release(directory);
            throw e;
        }
    }

    /** Serves until somebody stops it; the process's exit status. */
    int run() {
        AtomicInteger status = new AtomicInteger();
        exitWithTheDatabase();
        Quarkus.run(null, (code, fault) -> {
            status.set(code);
            if (fault != null) {
                tell(fault);
            }
            quarkusIsDone.countDown();
        });
        quarkusIsDone.countDown();
        return status.get();
    }

    /** Without its database it can do nothing: whoever watches over this process starts both anew. */
    private void exitWithTheDatabase() {
        try {
            database.whenItDies(() -> {
                LOG.errorf(
                        "the database has ended by itself (%s); ending too. postgres.log in its directory says more;"
                                + " make space if the disk is full, then start again",
                        database.lastWords());
                Quarkus.asyncExit(FAILED);
            });
        } catch (IOException e) {
            LOG.warnf("the database is not watched: %s", e);
        }
    }

    private static void tell(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedBlockException || cause instanceof CannotStartException) {
                System.err.println("The control plane cannot start. " + cause.getMessage());
                return;
            }
            if (isOfTheConfiguration(cause) || cause instanceof IOException || cause instanceof SQLException) {
                System.err.println("The control plane cannot start. "
                        + String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " / "));
                return;
            }
        }
        System.err.println("The control plane cannot start, by a fault of its own:");
        fault.printStackTrace();
    }

    private static boolean isOfTheConfiguration(Throwable cause) {
        return cause instanceof ConfigValidationException || cause instanceof ConfigurationException;
    }

    @Override
    public void close() {
        quarkusIsDone.countDown();
        closeOnce();
    }

    private void closeAfterQuarkus() {
        try {
            if (!quarkusIsDone.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the server does not stop; the database is stopped all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeOnce();
    }

    private synchronized void closeOnce() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            database.close();
        } catch (CannotStartException | IOException e) {
            System.err.println("The database could not be stopped: " + e.getMessage());
        }
        release(directory);
    }

    private static void release(DataDirectory directory) {
        try {
            directory.close();
        } catch (IOException e) {
            LOG.debugf(e, "the lock of %s goes with the process", directory.path());
        }
    }

    private static int port(Config config, String name, int usual, String key) throws CannotStartException {
        String text = config.getOptionalValue(name, String.class).orElse(Integer.toString(usual));
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            LOG.debugf("%s has no number", key);
        }
        throw new CannotStartException(key + " is a port, 0 to " + MAX_PORT + ", not '" + text + "'.");
    }

    private static void requireFree(String host, int port, String key) throws CannotStartException {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new CannotStartException(
                    "Port " + port + " on " + host + " cannot be had: " + e.getMessage()
                            + ". Stop what uses it, or choose another with " + key + ".",
                    e);
        }
    }
}
