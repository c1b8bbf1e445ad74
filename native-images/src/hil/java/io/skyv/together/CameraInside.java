package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.hardware.light.BoxSign;
import io.skyv.together.SimulatedBoard.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What {@link CameraIT} runs in the kernel that has a camera: all programs, on its one small CPU. */
final class CameraInside {
    static final String PAID = "the camera's video arrives in a paid stream";
    static final String STREAMING = "the LED says streaming";
    static final String STUCK = "the watchdog is not fed while capture is stuck";

    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final int PARTS = 10;
    private static final String FED = "skyv_hardware_watchdog_fed_total";
    private static final String WITHHELD = "skyv_hardware_watchdog_withheld_total";

    private final Network network = new Network("camera");
    private final Rest rest = new Rest(network.control());

    public static void main(String[] args) throws Exception {
        CameraInside inside = new CameraInside();
        boolean held = false;
        try {
            inside.play();
            held = true;
        } catch (Exception | AssertionError e) {
            e.printStackTrace(System.out);
        } finally {
            inside.network.close();
            inside.printLogs();
        }
        System.exit(held ? 0 : 1);
    }

    private void play() throws Exception {
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        Map<String, String> source = new HashMap<>(Map.of(
                "SKYV_CAMERA", "/dev/video0",
                "SKYV_BOARD_PROFILE", "simulated",
                "SKYV_ENCODING_WIDTH", "160",
                "SKYV_ENCODING_HEIGHT", "90",
                "SKYV_ENCODING_FRAME_RATE", "5",
                "SKYV_ENCODING_BITRATE", "100000"));
        Network.Box box = network.startBox("source", source);
        network.startBox("relay", Map.of());
        network.awaitOnline(2);
        String stream = awaitLive();
        watchAndBook(stream);
        pass(PAID);
        awaitStreaming();
        pass(STREAMING);
        captureIsStuck(box);
        watchAndBook(awaitLive());
        pass(STUCK);
    }

    private String awaitLive() throws Exception {
        return rest.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                .at("/streams/0/id")
                .asText();
    }

    private void watchAndBook(String stream) throws Exception {
        PayingViewer viewer = PayingViewer.of(rest, stream);
        viewer.watch(PARTS);
        assertEquals(PARTS, viewer.parts());
        JsonNode booked = rest.await(
                "/v1/grants/" + viewer.grant().id(),
                json -> json.get("settledBytes").asLong() == viewer.paidBytes());
        assertTrue(booked.get("paidMicros").asLong() > 0);
        System.out.println(
                "  paid " + booked.get("paidMicros").asLong() + " micros for " + viewer.paidBytes() + " bytes");
    }

    private static void awaitStreaming() throws Exception {
        SimulatedBoard board = new SimulatedBoard();
        long until = System.nanoTime() + WITHIN.toNanos();
        Seen seen = board.look();
        while (seen.sign() != BoxSign.STREAMING) {
            assertTrue(System.nanoTime() < until, "the status LED says " + seen);
            seen = board.look();
        }
        System.out.println("  sampled: " + seen);
    }

    /** The child is stopped, not ended: it holds its pipe open and says nothing. */
    private static void captureIsStuck(Network.Box box) throws Exception {
        Metrics metrics = new Metrics(box.url());
        metrics.await(FED, count -> count > 1);
        double before = metrics.value(WITHHELD);
        for (ProcessHandle child : box.program().children()) {
            Shell.run("kill", "-STOP", Long.toString(child.pid()));
        }
        metrics.await(WITHHELD, count -> count > before);
        double fed = metrics.value(FED);
        metrics.await(FED, count -> count > fed);
        System.out.println("  it was ended, another one runs, and the watchdog is fed again");
    }

    private void printLogs() throws IOException {
        try (Stream<Path> logs = Files.list(network.directory())) {
            for (Path log :
                    logs.filter(path -> path.toString().endsWith("source.log")).toList()) {
                System.out.println("== " + log);
                System.out.println(Files.readString(log));
            }
        }
    }

    private static void pass(String name) {
        System.out.println("passed " + name);
    }
}
