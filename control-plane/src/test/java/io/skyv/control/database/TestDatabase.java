package io.skyv.control.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A control plane's data directory with a database of its own, thrown away afterwards. */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    /** Unpacked once for all tests. */
    private static final Path PROGRAMS = Path.of("target", "postgres").toAbsolutePath();

    private final Path data = temporary();
    private EmbeddedPostgres postgres;

    /** Starts the database of {@code directory}. */
    public static EmbeddedPostgres start(Path directory) throws CannotStartException {
        return EmbeddedPostgres.start(directory, PROGRAMS);
    }

    @Override
    public Map<String, String> start() {
        try {
            postgres = start(data.resolve("postgres"));
            DatabaseAddress address = postgres.address();
            Map<String, String> properties = new HashMap<>();
            properties.put("skyv.data", data.toString());
            properties.put("quarkus.datasource.jdbc.url", address.jdbcUrl());
            properties.put("quarkus.datasource.reactive.url", address.reactiveUrl());
            properties.put("quarkus.datasource.username", address.user());
            properties.put("quarkus.datasource.password", address.password());
            return properties;
        } catch (CannotStartException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
            List<Path> all;
            try (Stream<Path> tree = Files.walk(data)) {
                all = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : all) {
                Files.deleteIfExists(path);
            }
        } catch (CannotStartException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("skyv-control");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
