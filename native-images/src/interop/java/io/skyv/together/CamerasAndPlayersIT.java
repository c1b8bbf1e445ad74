package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Cameras and players that are not ours: ffmpeg's files and pushes in, ffprobe and mpv out. Each test has boxes that just started. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CamerasAndPlayersIT {
    private static final int SECONDS = Integer.getInteger("skyv.interop.seconds", 60);
    private static final int SHORT_SECONDS = 8;

    private final Network network = new Network("cameras-and-players");
    private final Rest control = new Rest(network.control());
    private final List<Network.Box> boxes = new ArrayList<>();
    private Path file = Path.of("camera.mp4");

    @BeforeAll
    void start() throws Exception {
        makeFile();
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
    }

    private void makeFile() throws Exception {
        Files.createDirectories(network.directory());
        file = network.directory().resolve("camera.mp4");
        try (Tool ffmpeg = Tool.start(
                network.directory(),
                "ffmpeg",
                "-hide_banner",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=640x360:rate=25",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=48000",
                "-t",
                "20",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-g",
                "50",
                "-b:v",
                "800k",
                "-c:a",
                "aac",
                file.toString())) {
            ffmpeg.awaitSuccess(60);
        }
    }

    @AfterEach
    void stopBoxes() throws Exception {
        boxes.forEach(box -> box.program().close());
        boxes.clear();
        network.awaitOnline(0);
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void shouldServeAFileThatFfprobeReadsWithoutAnErrorAndMpvPlays() throws Exception {
        startBoxes(file.toString());
        control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
        String url = plainUrl();
        JsonNode stream = control.get("/v1/streams").at("/streams/0");
        assertEquals(640, stream.at("/renditions/0/widthPx").asInt());
        try (Tool mpv = Tool.start(
                network.directory(),
                "mpv",
                "--no-config",
                "--vo=null",
                "--ao=null",
                "--length=" + SHORT_SECONDS,
                url)) {
            shouldHaveMonotonicTimestamps(url, SECONDS);
            String played = mpv.awaitSuccess(60);
            assertTrue(played.contains("V:") || played.contains("AV:"), played);
            assertFalse(played.contains("Failed"), played);
        }
    }

    @Test
    void shouldTakeAPushOverRtmp() throws Exception {
        int port = Network.freePort();
        pushed("listen:rtmp://127.0.0.1:" + port + "/live/cam", "flv", "rtmp://127.0.0.1:" + port + "/live/cam");
    }

    @Test
    void shouldTakeAPushOverRtsp() throws Exception {
        int port = Network.freePort();
        pushed(
                "listen:rtsp://127.0.0.1:" + port + "/live",
                "rtsp",
                "rtsp://127.0.0.1:" + port + "/live",
                "-rtsp_transport",
                "tcp");
    }

    @Test
    void shouldTakeAPushOverSrt() throws Exception {
        int port = Network.freePort();
        pushed("listen:srt://127.0.0.1:" + port, "mpegts", "srt://127.0.0.1:" + port);
    }

    private void pushed(String camera, String format, String target, String... options) throws Exception {
        startBoxes(camera);
        List<String> command = new ArrayList<>(
                List.of("ffmpeg", "-hide_banner", "-re", "-stream_loop", "-1", "-i", file.toString(), "-c", "copy"));
        command.addAll(List.of(options));
        command.addAll(List.of("-f", format, target));
        Tool[] push = {Tool.start(network.directory(), command.toArray(String[]::new))};
        try {
            // The box may not listen yet: a camera tries again, and so does this one.
            control.await("/v1/streams", json -> {
                if (!push[0].isAlive()) {
                    push[0] = restarted(command);
                }
                return json.at("/streams/0/live").asBoolean();
            });
            shouldHaveMonotonicTimestamps(plainUrl(), SHORT_SECONDS);
        } finally {
            push[0].close();
        }
    }

    private Tool restarted(List<String> command) {
        try {
            return Tool.start(network.directory(), command.toArray(String[]::new));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void shouldHaveMonotonicTimestamps(String url, int seconds) throws Exception {
        try (Tool ffprobe = Tool.start(
                network.directory(),
                "ffprobe",
                "-v",
                "error",
                "-read_intervals",
                "%+" + seconds,
                "-show_entries",
                "packet=stream_index,dts_time",
                "-of",
                "csv=p=0",
                url)) {
            String output = ffprobe.awaitSuccess(seconds + 60);
            Map<String, Double> last = new HashMap<>();
            int packets = 0;
            for (String line : output.lines().toList()) {
                String[] fields = line.split(",", -1);
                assertTrue(fields.length >= 2 && fields[0].matches("\\d+"), "ffprobe says: " + line);
                double dts = Double.parseDouble(fields[1]);
                assertTrue(dts > last.getOrDefault(fields[0], Double.NEGATIVE_INFINITY), "DTS goes back: " + line);
                last.put(fields[0], dts);
                packets++;
            }
            assertEquals(2, last.size(), "video and audio");
            assertTrue(packets > seconds * 50, packets + " packets in " + seconds + " s");
        }
    }

    private void startBoxes(String camera) throws Exception {
        boxes.add(network.launchBox("source", Map.of("SKYV_CAMERA", camera), Place.HERE));
        boxes.add(network.launchBox("relay", Map.of(), Place.HERE));
        network.awaitOnline(2);
    }

    private String plainUrl() throws Exception {
        String stream = control.get("/v1/streams").at("/streams/0/id").asText();
        return network.control() + "/v1/streams/" + stream + "/plain.m3u8";
    }
}
