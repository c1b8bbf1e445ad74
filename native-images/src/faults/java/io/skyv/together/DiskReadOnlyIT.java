package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The disk of a running box fails, and the kernel makes it read-only. */
class DiskReadOnlyIT {
    private static final Path WORK = Path.of(System.getProperty("skyv.work"));
    private static final String PORT = Integer.toString(Network.freePort());
    private static final int UNITS = 512;

    private Network network;
    private WornDisk disk;

    @AfterEach
    void stop() {
        if (network != null) {
            network.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void shouldTakeNoPaymentUntilTheDiskIsMendedAndLoseNone() throws Exception {
        Files.createDirectories(WORK);
        SmallDisk.unmount(WORK.resolve("disk-read-only").resolve("relay"));
        assumeTrue(WornDisk.canBeHad(WORK), "skipped: only root can mount the ext4 in a file that this needs");
        String metric = Runbook.of("disk-full-box").metric();
        network = new Network("disk-read-only");
        disk = WornDisk.mount(WORK.resolve("relay.ext4"), network.directory().resolve("relay"));
        Rest rest = new Rest(network.control());
        network.startControl();
        Books books = new Books(rest);
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        Network.Box source = network.startBox("source", Small.SOURCE);
        Network.Box relay = startRelay();
        Metrics ofRelay = new Metrics(relay.url());
        String stream = Small.awaitStream(rest, 2);
        try (LastingViewer viewer =
                new LastingViewer("viewer", network.control(), stream, UNITS, Set.of(network.id(source)))) {
            viewer.awaitMore(5);
            double before = ofRelay.value(metric);

            disk.fail();
            ofRelay.await(metric, unwritten -> unwritten > before);
            ofRelay.await("skyv_meter_writable", writable -> writable == 0);
            ofRelay.await("skyv_relay_refused_total{code=\"not-ready\"}", refused -> refused > 0);
            assertEquals(200, new Rest(relay.url()).send("/q/health/ready").status(), "what is free is still served");
            assertEquals(503, new Rest(relay.url()).send("/q/health/well").status());
            List<String> said = relay.program()
                    .output()
                    .lines()
                    .filter(line -> line.contains("cannot be written"))
                    .toList();
            assertEquals(1, said.size(), said::toString);
            assertTrue(said.getFirst().contains("Read-only file system"), said::toString);

            relay.program().close();
            OneLine.endsWith(
                    network.launchBox("relay", port(), Place.HERE).program(),
                    "skyv-box: ",
                    "cannot write to",
                    "SKYV_DATA");
            disk.repair();
            startRelay();
            viewer.awaitMore(10);
            books.assertAllBooked(List.of(viewer));
        }
    }

    private Network.Box startRelay() throws InterruptedException {
        return network.startBox("relay", port());
    }

    private static Map<String, String> port() {
        return Map.of("SKYV_BOX_PORT", PORT);
    }
}
