package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ports that are taken and databases that are not there: one line that says what to do, and an exit code. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProgramsThatCannotStartIT {
    private static final String CONTROL_SAYS = "The control plane cannot start. ";
    private static final String BOX_SAYS = "skyv-box: ";
    private static final Duration SOON = Duration.ofSeconds(45);
    private static final String BOX_PORT = Integer.toString(Network.freePort());
    private static final String METRIC = "skyv_uplink_connected";

    private final Network network = new Network("cannot-start");
    private final Network second = new Network("cannot-start-second");
    private static final Duration STANDS_BY_WITHIN = Duration.ofMinutes(1);
    private final Metrics ofControl = new Metrics(network.control());
    private Program control;
    private Network.Box box;

    @BeforeAll
    void start() throws Exception {
        control = network.startControl();
        network.maker("box", "broadcaster");
        box = network.startBox("box", Map.of("SKYV_BOX_PORT", BOX_PORT));
    }

    @AfterAll
    void stop() {
        second.close();
        network.close();
    }

    @Test
    void shouldNameTheBoxsPortThatIsTakenAndTheKeyToSet() throws Exception {
        String metric = Runbook.of("port-in-use").metric();
        ofControl.await(metric, open -> open == 1);
        box.program().close();
        try (ServerSocket taken = taken(Integer.parseInt(BOX_PORT))) {
            Network.Box again = network.launchBox("box", Map.of("SKYV_BOX_PORT", BOX_PORT), Place.HERE);
            OneLine.endsWith(again.program(), BOX_SAYS, "port " + taken.getLocalPort(), "SKYV_BOX_PORT");
            assertEquals(0, ofControl.await(metric, open -> open == 0));
        }
        box = network.startBox("box", Map.of("SKYV_BOX_PORT", BOX_PORT));
        ofControl.await(metric, open -> open == 1);
    }

    @Test
    void shouldNameTheMemoryThatNoStreamCouldBeCarriedWith() throws Exception {
        network.maker("small", "broadcaster");
        for (String bytes : new String[] {"1000", "plenty"}) {
            Network.Box small = network.launchBox("small", Map.of("SKYV_RELAY_MEMORY_BYTES", bytes), Place.HERE);
            OneLine.endsWith(small.program(), BOX_SAYS, "SKYV_RELAY_MEMORY_BYTES", "at least 4194304", bytes);
        }
    }

    @Test
    void shouldNameTheControlPlanesPortThatIsTakenAndTheKeyToSet() throws Exception {
        try (ServerSocket taken = taken(0)) {
            String port = Integer.toString(taken.getLocalPort());
            for (String key : new String[] {"SKYV_HTTP_PORT", "SKYV_HTTPS_PORT"}) {
                OneLine.endsWith(second.launchControl(Map.of(key, port)), CONTROL_SAYS, "Port " + port, key);
            }
        }
        OneLine.endsWith(
                second.launchControl(Map.of("SKYV_HTTP_PORT", "eighty")), CONTROL_SAYS, "SKYV_HTTP_PORT", "eighty");
    }

    @Test
    void shouldTakeAnotherPortForItsDatabaseWhereTheUsualOneIsTaken() throws Exception {
        Network third = new Network("cannot-start-third");
        try {
            third.startControl().close();
            Path file = third.directory().resolve("control/postgres/port");
            try (ServerSocket taken =
                    taken(Integer.parseInt(Files.readString(file).strip()))) {
                third.startControl();
                assertTrue(Integer.parseInt(Files.readString(file).strip()) != taken.getLocalPort());
            }
        } finally {
            third.close();
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheDatabaseAndBeSeenToBeAway() throws Exception {
        String metric = Runbook.of("control-plane-down").metric();
        assertEquals(METRIC, metric);
        Metrics ofBox = new Metrics(box.url());
        String good = network.database();
        refused("nonsense", "SKYV_DATABASE_URL");
        refused("postgresql://me:secret@no-such-host.invalid:5432/books", "no-such-host.invalid is not known");
        refused("postgresql://me:secret@127.0.0.1:" + Network.freePort() + "/books", "refused");
        refused(good.replaceFirst(":[^:@]*@", ":wrong@"), "password");
        refused(good.replaceFirst("/skyv$", "/nowhere"), "nowhere");
        try (ServerSocket mute = taken(0)) {
            refused("postgresql://me:secret@127.0.0.1:" + mute.getLocalPort() + "/books", "does not answer");
        }
        standsBy(good);

        ofBox.await(metric, connected -> connected == 1);
        control.close();
        ofBox.await(metric, connected -> connected == 0);
        control = network.startControl();
        ofBox.await(metric, connected -> connected == 1);
    }

    /** A second control plane on one database reads along, and says that it is not the one to be asked. */
    private void standsBy(String database) throws Exception {
        try (Program standby = second.launchControl(Map.of("SKYV_DATABASE_URL", database))) {
            Rest rest = new Rest(second.control());
            while (!standby.output().contains("Listening on")) {
                assertTrue(standby.awaitOutputBeyond(standby.output().length(), STANDS_BY_WITHIN), standby.output());
            }
            String head = new Rest(network.control())
                    .get("/v1/ledger")
                    .get("headHash")
                    .asText();
            rest.await("/v1/ledger", ledger -> ledger.get("headHash").asText().equals(head));
            Rest.Answer ready = rest.send("/q/health/ready");
            assertEquals(503, ready.status());
            assertTrue(ready.json().toString().contains("standby"), () -> "" + ready.json());
            assertTrue(standby.isAlive());
        }
    }

    private void refused(String url, String why) throws InterruptedException {
        long before = System.nanoTime();
        OneLine.endsWith(
                second.launchControl(Map.of("SKYV_DATABASE_URL", url)), CONTROL_SAYS, "SKYV_DATABASE_URL", why);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        assertTrue(took.compareTo(SOON) < 0, "it takes " + took + " to say so");
    }

    private static ServerSocket taken(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}
