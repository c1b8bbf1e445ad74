package io.skyv.control.identity.grpc;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A control plane with a data directory and a database of its own. */
public final class TestNetwork implements QuarkusTestResourceLifecycleManager {
    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            Path data = Files.createTempDirectory("skyv-control");
            postgres = EmbeddedPostgres.builder().start();
            String at = "//localhost:" + postgres.getPort() + "/postgres";
            return Map.ofEntries(
                    Map.entry("skyv.data", data.toString()),
                    Map.entry("skyv.maker.register-period", "PT0.1S"),
                    Map.entry("skyv.session.heartbeat-period", "PT3S"),
                    Map.entry("quarkus.datasource.db-kind", "postgresql"),
                    Map.entry("quarkus.datasource.jdbc.url", "jdbc:postgresql:" + at),
                    Map.entry("quarkus.datasource.reactive.url", "postgresql:" + at),
                    Map.entry("quarkus.datasource.username", "postgres"),
                    Map.entry("quarkus.datasource.password", "postgres"),
                    Map.entry("quarkus.flyway.migrate-at-start", "true"),
                    Map.entry("quarkus.http.tls-configuration-name", "network"),
                    Map.entry("quarkus.grpc.server.use-separate-server", "false"),
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.http.test-ssl-port", "0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
