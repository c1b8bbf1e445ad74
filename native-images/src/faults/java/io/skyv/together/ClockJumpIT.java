package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The clock of one running box is set by an hour, and those of the others are right: libfaketime stands between it and the
 * system's clock. ({@link RoughNetworkIT} sets the clock of all of them.)
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockJumpIT {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));
    private static final String AHEAD = "skyv_clock_ahead_seconds";
    private static final int HOUR_SECONDS = 3_600;
    private static final int UNITS = 512;

    private final Network network = new Network("clock-jump");
    private final Rest rest = new Rest(network.control());
    private Books books;
    private Network.Box relay;
    private LastingViewer viewer;

    @BeforeAll
    void start() throws Exception {
        Optional<Path> library = LIBRARIES.stream().filter(Files::exists).findFirst();
        assumeTrue(library.isPresent(), "skipped: libfaketime is not installed; apt-get install faketime");
        network.startControl();
        books = new Books(rest);
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        Network.Box source = network.startBox("source", Small.SOURCE);
        relay = network.startBox("relay", withClock("relay", library.get(), Map.of()));
        String stream = Small.awaitStream(rest, 2);
        viewer = new LastingViewer("at the relay", network.control(), stream, UNITS, Set.of(network.id(source)));
        viewer.awaitMore(5);
    }

    @AfterAll
    void stop() throws Exception {
        try {
            if (viewer != null) {
                books.assertAllBooked(List.of(viewer));
            }
        } finally {
            network.close();
        }
    }

    @Test
    void shouldServeOnWhenTheClockOfARelayIsSetAndSetBack() throws Exception {
        String metric = Runbook.of("clock-wrong").metric();
        Metrics ofBox = new Metrics(relay.url());
        double sessions = new Metrics(network.control()).value("skyv_sessions_ended_total");
        for (int hours : new int[] {1, 0, -1, 0}) {
            double steps = ofBox.value(metric);
            setClock(relay.name(), hours);
            ofBox.await(metric, counted -> counted == steps + 1);
            ofBox.await(AHEAD, ahead -> Math.abs(ahead - hours * HOUR_SECONDS) < 60);
            viewer.awaitMore(10);
            int grants = viewer.grants().size();
            viewer.renewNow();
            viewer.awaitMore(10);
            assertTrue(viewer.grants().size() > grants, "grants are given, and good, whatever its clock says");
        }
        assertTrue(relay.program().output().contains("this machine's clock was set"), "it says so");
        assertEquals(
                sessions, new Metrics(network.control()).value("skyv_sessions_ended_total"), "no session ended by it");
    }

    private Map<String, String> withClock(String box, Path library, Map<String, String> environment)
            throws IOException {
        setClock(box, 0);
        Map<String, String> more = new HashMap<>(environment);
        more.put("LD_PRELOAD", library.toString());
        more.put("FAKETIME_TIMESTAMP_FILE", clock(box).toString());
        more.put("FAKETIME_CACHE_DURATION", "1");
        more.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        more.put("FAKETIME_DISABLE_SHM", "1");
        more.put("FAKETIME_FORCE_MONOTONIC_FIX", "0"); // its fix ends waits at once, and every thread of Java spins
        return more;
    }

    private void setClock(String box, int hours) throws IOException {
        Files.createDirectories(network.directory());
        Files.writeString(clock(box), String.format("%+d", hours * HOUR_SECONDS));
    }

    private Path clock(String box) {
        return network.directory().resolve(box + ".clock");
    }
}
