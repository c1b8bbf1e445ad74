package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Data directories on small disks that are filled, emptied and made read-only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiskFullIT {
    private static final int RELAY_MEGABYTES = 2;
    private static final int CONTROL_MEGABYTES = 220;
    private static final int MAX_GRANTS = 400;
    private static final int UNITS = 512;
    private static final Path WORK = Path.of(System.getProperty("skyv.work"), "disk-full");
    private static final String RELAY_PORT = Integer.toString(Network.freePort());

    private SmallDisk relayDisk;
    private SmallDisk controlDisk;
    private Network network;
    private Rest rest;
    private Books books;
    private Program control;
    private Network.Box relay;
    private String stream = "";

    @BeforeAll
    void start() throws Exception {
        assumeTrue(SmallDisk.canBeHad(), "skipped: only root can mount the small disks that this needs");
        SmallDisk.unmount(WORK.resolve("relay"));
        SmallDisk.unmount(WORK.resolve("control"));
        network = new Network("disk-full");
        relayDisk = SmallDisk.mount(WORK.resolve("relay"), RELAY_MEGABYTES);
        controlDisk = SmallDisk.mount(WORK.resolve("control"), CONTROL_MEGABYTES);
        rest = new Rest(network.control());
        control = network.startControl();
        books = new Books(rest);
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        network.startBox("source", Small.SOURCE);
        relay = startRelay();
        stream = Small.awaitStream(rest, 2);
    }

    @AfterAll
    void stop() {
        if (network != null) {
            network.close();
            relayDisk.close();
            controlDisk.close();
        }
    }

    private Network.Box startRelay() throws InterruptedException {
        return network.startBox("relay", Map.of("SKYV_BOX_PORT", RELAY_PORT));
    }

    @Test
    void shouldTakeNoPaymentThatTheBoxCannotWriteDownAndGoOnWhenThereIsSpace() throws Exception {
        String metric = Runbook.of("disk-full-box").metric();
        Metrics ofRelay = new Metrics(relay.url());
        try (LastingViewer viewer = viewer()) {
            viewer.awaitMore(5);
            double before = ofRelay.value(metric);

            relayDisk.fill();
            ofRelay.await(metric, unwritten -> unwritten > before);
            ofRelay.await("skyv_meter_writable", writable -> writable == 0);
            ofRelay.await("skyv_relay_refused_total{code=\"not-ready\"}", refused -> refused > 0);
            assertTrue(viewer.lastTrouble().contains("cannot write down"), viewer.lastTrouble());
            assertEquals(200, new Rest(relay.url()).send("/q/health/ready").status(), "what is free is still served");
            assertEquals(503, new Rest(relay.url()).send("/q/health/well").status());

            relayDisk.makeSpace();
            viewer.awaitMore(10);
            ofRelay.await("skyv_meter_writable", writable -> writable == 1);
            long complaints = relay.program()
                    .output()
                    .lines()
                    .filter(line -> line.contains("cannot be written"))
                    .count();
            assertEquals(1, complaints, "said once, not each time");

            relay.program().kill();
            relay = startRelay();
            viewer.awaitMore(10);
            books.assertAllBooked(List.of(viewer));
        }
    }

    @Test
    void shouldSayInOneLineThatABoxHasNoSpaceOrMayNotWrite() throws Exception {
        relay.program().close();
        relayDisk.fill();
        OneLine.endsWith(launchRelay(), "skyv-box: ", "No space left on device", "SKYV_DATA");
        relayDisk.makeSpace();
        relayDisk.readOnly();
        OneLine.endsWith(launchRelay(), "skyv-box: ", "cannot write to", "SKYV_DATA");
        relayDisk.writable();
        relay = startRelay();
        rest.await("/v1/boxes", json -> Small.online(json) == 2);
    }

    @Test
    void shouldAcknowledgeNothingThatTheDatabaseDidNotWriteAndGoOnWhenThereIsSpace() throws Exception {
        String metric = Runbook.of("disk-full-control-plane").metric();
        Metrics ofControl = new Metrics(network.control());
        assertEquals(1, ofControl.await(metric, writing -> writing == 1));
        try (LastingViewer viewer = viewer()) {
            viewer.awaitMore(5);
            controlDisk.fill();
            String given = grantsUntilRefused();
            assertTrue(given.startsWith("503 ") && given.contains("\"busy\""), given);
            boolean writes = awaitTrouble(ofControl, metric);
            viewer.awaitMore(10); // under the grant that is out
            controlDisk.makeSpace();
            if (!writes) {
                restart();
            }
            ofControl.await(metric, writing -> writing == 1);
            rest.await("/q/health/ready", json -> json.get("status").asText().equals("UP"));
            books.assertSums();
            viewer.awaitMore(5);
            books.assertAllBooked(List.of(viewer));
        }
        assertEquals(201, grant().status());
    }

    @Test
    void shouldSayInOneLineThatTheControlPlaneHasNoSpaceOrMayNotWrite() throws Exception {
        SmallDisk disk = SmallDisk.mount(WORK.resolve("other"), 8);
        Network other = new Network("disk-full-other");
        try {
            Map<String, String> there =
                    Map.of("SKYV_DATA", WORK.resolve("other").toString());
            OneLine.endsWith(
                    other.launchControl(there), "The control plane cannot start. ", "No space left", "SKYV_DATA");
            disk.readOnly();
            OneLine.endsWith(other.launchControl(there), "The control plane cannot start. ", "Read-only", "SKYV_DATA");
        } finally {
            other.close();
            disk.close();
        }
    }

    private LastingViewer viewer() throws Exception {
        return new LastingViewer("viewer", network.control(), stream, UNITS, Set.of());
    }

    private Program launchRelay() {
        return network.launchBox("relay", Map.of("SKYV_BOX_PORT", RELAY_PORT), Place.HERE)
                .program();
    }

    /** Either it cannot write and says so, or its database has ended and so has it; true if it still runs. */
    private boolean awaitTrouble(Metrics ofControl, String metric) throws Exception {
        for (int i = 0; i < 600; i++) {
            if (control.hasEnded()) {
                OneLine.endsWith(control, "", "");
                return false;
            }
            try {
                if (ofControl.value(metric) == 0) {
                    return true;
                }
            } catch (java.io.IOException e) {
                // it may just end
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("the ledger does not say that it cannot write");
    }

    private void restart() throws InterruptedException {
        control = network.startControl();
    }

    private String grantsUntilRefused() throws Exception {
        for (int i = 0; i < MAX_GRANTS; i++) {
            Rest.Answer answer = grant();
            if (answer.status() != 201) {
                return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError(MAX_GRANTS + " grants on a disk that is full");
    }

    private Rest.Answer grant() throws Exception {
        return rest.post(
                "/v1/streams/" + stream + "/grants",
                "{\"rendition\":\"main\",\"maxBytes\":65536,\"anchor\":\"" + "0".repeat(64) + "\"}");
    }
}
