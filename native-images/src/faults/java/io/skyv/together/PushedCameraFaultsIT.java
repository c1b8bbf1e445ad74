package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.manifest.Manifest;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A camera that pushes, and what happens to such cameras: unplugged, flapping, not alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushedCameraFaultsIT {
    private static final int FLAP_SECONDS = Integer.getInteger("skyv.flap.seconds", 120);

    /** So many epochs a flapping camera may make: some before it is known as one, some when it lasts long enough. */
    private static final int MOST_EPOCHS = 10;

    private static final int MOST_LOG_LINES = 60;

    /** Who is not sent away in this time was let in: the gate takes a second and a half to make up its mind. */
    private static final int LET_IN_MILLIS = 4000;

    private final int port = Network.freePort();
    /** As the box shows it: the stream's name lets a camera in. */
    private final String door = "rtmp://127.0.0.1:" + port + "/live/";

    private final String target = door + "cam";
    private Path film;
    private Cameras cameras;
    private Tool push;

    @BeforeAll
    void start() throws Exception {
        Cameras.assumeFfmpeg();
        film = Ffmpeg.film(Cameras.films().resolve("push.mp4"), "320x180", 20, "libx264");
        cameras = new Cameras("pushed-camera", "listen:" + target);
    }

    @BeforeEach
    void plug() throws Exception {
        push = pushUntilTaken();
    }

    @AfterEach
    void unplug() {
        push.close();
    }

    @AfterAll
    void stop() {
        if (cameras != null) {
            cameras.close();
        }
    }

    @Test
    void shouldGoOnInANewEpochWhenTheCameraIsBack() throws Exception {
        String live = Runbook.of("camera-gone").metric();
        cameras.metrics().await(live, value -> value == 1);
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(5);
        push.close();

        cameras.metrics().await(live, value -> value == 0);
        cameras.awaitLive(false);
        JsonNode health = cameras.health();
        assertEquals("DOWN", health.get("status").asText());
        assertTrue(
                health.at("/data/state").asText().startsWith("waiting for a push to " + door + "…"), health.toString());
        assertTrue(health.at("/data/lastFailure").asText().contains(door + "…"), health.toString());
        assertTrue(health.at("/data/whatToDo").asText().length() > 10, health.toString());
        assertTrue(cameras.source().program().output().contains("the stream is withdrawn until it does"));
        assertFalse(cameras.source().program().output().contains(target), "the log does not tell the stream's name");

        push = pushUntilTaken();
        Manifest after = viewer.until(part -> part.epoch() > before.epoch());
        assertTrue(after.independent(), "an epoch begins with a keyframe: " + after);
        viewer.more(5);
        cameras.awaitLive(true);
        cameras.metrics().await(live, value -> value == 1);
        assertEquals("UP", cameras.health().get("status").asText());
    }

    @Test
    void shouldOutliveACameraThatComesAndGoesEachSecond() throws Exception {
        String ended = Runbook.of("camera-flapping").metric();
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(5);
        Footprint footprint = Footprint.of(cameras.source().program().pid());
        long logged = cameras.logLines();
        double endedBefore = cameras.metrics().value(ended);
        long child = cameras.capture().pid();

        push.close();
        int flaps = flap();

        System.out.println("flapped " + flaps + " times: before " + footprint);
        assertTrue(cameras.metrics().value(ended) > endedBefore, "the metric counts the breaks");
        push = pushUntilTaken();
        Manifest after = viewer.until(part ->
                part.epoch() > before.epoch() && part.startMicros() > (System.currentTimeMillis() - 5_000) * 1000);
        viewer.more(10);
        long epochs = viewer.last().epoch() - before.epoch();
        Footprint now = Footprint.of(cameras.source().program().pid());
        long lines = cameras.logLines() - logged;
        System.out.println("after " + now + ", " + epochs + " epochs, " + lines + " log lines");
        assertTrue(epochs <= MOST_EPOCHS, epochs + " epochs of " + flaps + " pushes");
        assertEquals(after.epoch(), viewer.last().epoch(), "it is steady now");
        assertTrue(lines <= MOST_LOG_LINES, lines + " lines in the log of " + flaps + " pushes");
        assertEquals(child, cameras.capture().pid(), "no push is a reason to start the capture process again");
        assertEquals(footprint.children(), now.children());
        assertTrue(now.descriptors() <= footprint.descriptors() + 20, now + " after " + footprint);
        assertTrue(now.threads() <= footprint.threads() + 20, now + " after " + footprint);
        assertTrue(now.residentKiB() <= footprint.residentKiB() * 1.3, now + " after " + footprint);
    }

    /** Whoever comes after the one that was cut off in its first second must be let in. */
    private int flap() throws Exception {
        int flaps = 0;
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLAP_SECONDS); System.nanoTime() < until; ) {
            try (Tool short1 = Ffmpeg.push(film, target)) {
                TimeUnit.SECONDS.sleep(1); // how long it is up is the fault itself
                flaps++;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return flaps;
    }

    @Test
    void shouldNotBeKeptFromItsCameraByOneThatSaysNothingNorByASecondOne() throws Exception {
        String metric = Runbook.of("camera-push").metric();
        long since = System.currentTimeMillis() * 1_000;
        Follower viewer = cameras.follow();
        Manifest before = viewer.until(part -> part.startMicros() > since); // of this push, not of the one before
        try (Tool second = Ffmpeg.push(film, target)) {
            assertTrue(second.awaitEnd(30) != 0, "the second one is sent away");
        }
        assertEquals(before.epoch(), viewer.more(3).epoch(), "the first one's viewers notice nothing");

        push.close();
        double failed = cameras.metrics().value(metric);
        try (Socket silent = connectUntilTaken()) {
            cameras.metrics().await(metric, value -> value > failed);
            assertEquals(-1, silent.getInputStream().read(), "it is sent away");
        }
        push = pushUntilTaken();
        viewer.until(part -> part.epoch() > before.epoch());
        viewer.more(5);
    }

    /** As a camera does: it tries again until the box lets it in. */
    private Tool pushUntilTaken() throws Exception {
        double parts = cameras.metrics().value("skyv_capture_parts_total");
        Tool[] now = {Ffmpeg.push(film, target)};
        cameras.metrics().await("skyv_capture_parts_total", value -> {
            if (!now[0].isAlive()) {
                now[0].close();
                now[0] = again();
            }
            return value > parts;
        });
        return now[0];
    }

    private Tool again() {
        try {
            return Ffmpeg.push(film, target);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Who comes while the last push is being put away is sent away too. */
    private Socket connectUntilTaken() throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < until) {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(LET_IN_MILLIS);
            try {
                socket.getInputStream().read();
                socket.close();
            } catch (java.net.SocketTimeoutException e) {
                socket.setSoTimeout(0);
                return socket;
            }
        }
        throw new AssertionError("nobody lets us in");
    }
}
