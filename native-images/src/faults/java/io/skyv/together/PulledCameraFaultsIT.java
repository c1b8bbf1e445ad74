package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.manifest.Manifest;
import io.skyv.together.CameraServer.Reel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A camera that is fetched from, and what such cameras send: garbage, another picture, other times; and a capture that dies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PulledCameraFaultsIT {
    private static final int SECONDS = 60;
    private static final int SHORT_SECONDS = 8;
    private static final String ANY_FAILURE = "skyv_capture_failures_total";
    private static final int COPIED_RATE = 10;
    private static final int ENCODED_RATE = 25;
    private static final int GARBAGE_BYTES = 8 << 20;
    private static final long SEED = Long.getLong("skyv.seed", 20_260_914L);

    private CameraServer server;
    private Cameras cameras;
    private Reel small;
    private Reel large;
    private Reel smallToEncode;
    private Reel largeToEncode;
    private Reel wrapping;

    @BeforeAll
    void start() throws Exception {
        Cameras.assumeFfmpeg();
        System.out.println("seed " + SEED);
        Path films = Cameras.films();
        small = Reel.of(Ffmpeg.film(films.resolve("small.ts"), "320x180", SECONDS, "libx264"), SECONDS);
        large = Reel.of(Ffmpeg.film(films.resolve("large.ts"), "640x360", SECONDS, "libx264"), SECONDS);
        smallToEncode = Reel.of(
                Ffmpeg.film(films.resolve("small-2.ts"), "320x180", SECONDS, "mpeg2video", "-r", "25"), SECONDS);
        largeToEncode = Reel.of(
                Ffmpeg.film(films.resolve("large-2.ts"), "320x240", SECONDS, "mpeg2video", "-r", "25"), SECONDS);
        // 33 bits at 90 kHz are 26.5 hours: the times of this film wrap in its middle.
        wrapping = Reel.of(
                Ffmpeg.film(
                        films.resolve("wrap.ts"), "320x180", SHORT_SECONDS, "libx264", "-output_ts_offset", "95440"),
                SHORT_SECONDS);
        server = new CameraServer(SEED);
        server.play(small);
        cameras = new Cameras("pulled-camera", server.url());
    }

    @BeforeEach
    void playWell() throws Exception {
        server.damageOneOf(0);
        server.play(small);
        cameras.awaitPicture(320, COPIED_RATE);
    }

    @AfterAll
    void stop() throws IOException {
        if (cameras != null) {
            cameras.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldSayThatWhatTheCameraSendsIsNoVideoAndGoOnWhenItIs() throws Exception {
        String metric = Runbook.of("camera-garbage").metric();
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(3);
        byte[] noise = new byte[GARBAGE_BYTES];
        new Random(SEED).nextBytes(noise);
        String words = "no video, only words\n".repeat(100_000);
        playGarbage(noise, metric);
        playGarbage(words.getBytes(StandardCharsets.US_ASCII), ANY_FAILURE); // FFmpeg may take them for sound
        assertTrue(
                cameras.health().at("/data/whatToDo").asText().length() > 10,
                cameras.health().toString());
        server.play(small);
        server.hangUp();
        Manifest after = viewer.until(part -> part.epoch() > before.epoch());
        assertEquals("320x180", viewer.size(after.epoch()));
        viewer.more(5);
    }

    private void playGarbage(byte[] garbage, String metric) throws Exception {
        double failed = cameras.metrics().value(metric);
        server.play(new Reel(garbage, 0));
        server.hangUp();
        cameras.metrics().await(metric, value -> value > failed);
    }

    @Test
    void shouldOutliveAStreamThatIsDamagedOnItsWay() throws Exception {
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(3);
        for (int oneOf : new int[] {2_000, 100, 20}) {
            server.damageOneOf(oneOf);
            // What becomes of it depends on what was hit; that something else comes after it does not.
            TimeUnit.SECONDS.sleep(3); // how long it lasts is the fault itself
        }
        server.damageOneOf(0);
        assertTrue(
                ProcessHandle.of(cameras.source().program().pid()).orElseThrow().isAlive());
        long mendedMicros = System.currentTimeMillis() * 1000;
        viewer.until(part -> part.startMicros() > mendedMicros && part.independent());
        Manifest after = viewer.more(10);
        assertEquals("320x180", viewer.size(after.epoch()));
        assertTrue(after.sequence() > before.sequence());
    }

    @Test
    void shouldBeginANewEpochWhenThePictureChangesItsSize() throws Exception {
        String metric = Runbook.of("camera-changes").metric();
        double changed = cameras.metrics().value(metric);
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(3);
        assertEquals("320x180", viewer.size(before.epoch()));
        server.play(large);
        Manifest after = viewer.until(part ->
                part.epoch() > before.epoch() && viewer.size(part.epoch()).equals("640x360"));
        assertTrue(after.independent());
        viewer.more(5);
        cameras.metrics().await(metric, value -> value > changed);
    }

    @Test
    void shouldBeginANewEpochWhenAPictureThatIsEncodedChangesItsSize() throws Exception {
        String metric = Runbook.of("camera-changes").metric();
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(1);
        server.play(smallToEncode); // without a break: that it is coded otherwise is noticed too
        cameras.awaitPicture(320, ENCODED_RATE);
        viewer.until(part -> part.epoch() > before.epoch());
        viewer.more(3);
        double changed = cameras.metrics().value(metric);
        long epoch = viewer.last().epoch();
        server.play(largeToEncode);
        Manifest after = viewer.until(
                part -> part.epoch() > epoch && viewer.size(part.epoch()).equals("320x240"));
        assertTrue(after.sequence() > before.sequence());
        viewer.more(5);
        cameras.metrics().await(metric, value -> value > changed);
    }

    @Test
    void shouldKeepTimesInOrderWhenTheCamerasJumpBack() throws Exception {
        String metric = Runbook.of("camera-times").metric();
        double jumped = cameras.metrics().value(metric);
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(3);
        Reel part = new Reel(Arrays.copyOf(small.bytes(), small.bytes().length / 188 / 6 * 188), SECONDS * 1000L / 6);
        server.play(part); // ten seconds, over and over: each time they are ten seconds ago
        viewer.until(now -> now.epoch() >= before.epoch() + 2);
        cameras.metrics().await(metric, value -> value >= jumped + 2);
        viewer.more(3);
    }

    @Test
    void shouldPlayOnWhereTheTimesOfATransportStreamWrap() throws Exception {
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(2);
        server.play(wrapping);
        Manifest first = viewer.until(part -> part.epoch() > before.epoch());
        Manifest past = viewer.until(part -> part.startMicros() > first.startMicros() + SHORT_SECONDS * 1_000_000L);
        assertTrue(past.epoch() <= first.epoch() + 2, "at most the wrap and the loop: " + first + ", " + past);
    }

    @Test
    void shouldReplaceACaptureProcessThatCrashes() throws Exception {
        String metric = Runbook.of("capture-crash").metric();
        double killed = cameras.metrics().value(metric);
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(3);
        ProcessHandle child = cameras.capture();
        child.destroyForcibly();
        cameras.metrics().await(metric, value -> value > killed);
        viewer.until(part -> part.epoch() > before.epoch());
        viewer.more(5);
        assertNotEquals(child.pid(), cameras.capture().pid());
    }

    @Test
    void shouldReplaceACaptureProcessThatHangs() throws Exception {
        String metric = Runbook.of("capture-hang").metric();
        double silent = cameras.metrics().value(metric);
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(3);
        ProcessHandle child = cameras.capture();
        try (Tool kill = Tool.start(Cameras.films(), "kill", "-STOP", Long.toString(child.pid()))) {
            kill.awaitSuccess(10);
        }
        cameras.metrics().await(metric, value -> value > silent);
        viewer.until(part -> part.epoch() > before.epoch());
        viewer.more(5);
        assertTrue(!child.isAlive(), "the one that hung is gone");
    }
}
