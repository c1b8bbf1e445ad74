package io.skyv.ota.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.HttpTransport;
import io.skyv.ota.sim.CountingRelay;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.SimulatorServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an update costs a box that is up to date: time and bytes on the wire, over HTTP on loopback, files on the disk. */
class RefreshBench {
    private static final int ROUNDS = Integer.getInteger("skyv.bench.rounds", 200);
    private static final double NANOS_PER_MILLI = 1e6;

    @TempDir
    Path directory;

    @Test
    void shouldTellWhatARefreshOfAnUpToDateClientCosts() throws Exception {
        RepositorySimulator repository = new RepositorySimulator();
        repository.promisesHashes = true;
        for (int maker = 0; maker < 50; maker++) {
            repository.delegate("targets", "maker-" + maker, true, "boards/maker-" + maker + "/*");
        }
        repository.publishAll();
        try (SimulatorServer server = new SimulatorServer(repository);
                CountingRelay wire = new CountingRelay(URI.create(server.url()).getPort())) {
            TufClient.init(
                    Directory.at(directory), repository.published.get("root").getFirst());
            long first = System.nanoTime();
            refresh(wire);
            double firstMillis = (System.nanoTime() - first) / NANOS_PER_MILLI;
            long before = wire.bytes();
            double[] millis = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                refresh(wire);
                millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            }
            long bytes = (wire.bytes() - before) / ROUNDS;
            Arrays.sort(millis);
            assertEquals(
                    2 * (ROUNDS + 1) + 2, repository.metadataRequests.size(), "two requests each, two more at first");
            System.out.printf(
                    Locale.ROOT,
                    "| refresh of an up-to-date client, 50 makers | p50 %.1f ms, p99 %.1f ms (the first, cold, with everything to"
                            + " fetch: %.0f ms) | %d bytes on the wire, both ways |%n",
                    millis[ROUNDS / 2],
                    millis[ROUNDS * 99 / 100],
                    firstMillis,
                    bytes);
        }
    }

    private void refresh(CountingRelay wire) throws Exception {
        String url = "http://127.0.0.1:" + wire.port() + "/";
        new TufClient(
                        Directory.at(directory),
                        List.of(new Mirror(url + "metadata/", url + "targets/")),
                        new HttpTransport(FetchLimits.DEFAULT),
                        new BoundedBytes(FetchLimits.DEFAULT, System::nanoTime),
                        () -> RepositorySimulator.NOW,
                        Limits.DEFAULT)
                .refresh();
    }
}
