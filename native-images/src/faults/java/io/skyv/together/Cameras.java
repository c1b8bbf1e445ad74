package io.skyv.together;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A control plane, a relay, and a source box whose camera is up to the test. */
final class Cameras implements AutoCloseable {
    private static final long BOUND_SECONDS = 60;
    private static final long POLL_MILLIS = 100;

    private final Network network;
    private final Rest control;
    private final Network.Box source;
    private final String stream;

    /** @param camera as {@code SKYV_CAMERA} */
    Cameras(String name, String camera) throws Exception {
        network = new Network(name);
        control = new Rest(network.control());
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        source = network.startBox("source", Map.of("SKYV_CAMERA", camera));
        network.startBox("relay", Map.of());
        JsonNode boxes = control.await(
                "/v1/boxes",
                json -> json.at("/boxes/0/online").asBoolean()
                        && json.at("/boxes/1/online").asBoolean());
        stream = boxOf(boxes) + ".camera";
    }

    private String boxOf(JsonNode boxes) {
        for (JsonNode box : boxes.get("boxes")) {
            if (box.at("/url").asText().equals(source.url().toString())) {
                return box.at("/id").asText();
            }
        }
        throw new AssertionError("the source is not among " + boxes);
    }

    static void assumeFfmpeg() {
        assumeTrue(Ffmpeg.isInstalled(), "ffmpeg is not installed: no cameras to test with; apt-get install ffmpeg");
    }

    /** Where films go: not where the network's data is, which begins empty. */
    static Path films() throws Exception {
        return Files.createDirectories(Path.of(System.getProperty("skyv.work"), "films"));
    }

    Network.Box source() {
        return source;
    }

    Metrics metrics() {
        return new Metrics(source.url());
    }

    /** Who watches from now on, by whichever box the control plane names. */
    Follower follow() throws Exception {
        awaitLive(true);
        return new Follower(PayingViewer.of(control, stream));
    }

    void awaitLive(boolean live) throws Exception {
        control.await("/v1/streams/" + stream, json -> json.get("live").asBoolean() == live);
    }

    /** Until the stream is offered with such a picture. */
    void awaitPicture(int widthPx, int framesPerSecond) throws Exception {
        control.await(
                "/v1/streams/" + stream,
                json -> json.get("live").asBoolean()
                        && json.at("/renditions/0/widthPx").asInt() == widthPx
                        && Math.round(json.at("/renditions/0/frameRate").asDouble()) == framesPerSecond);
    }

    /** The camera as the box's health has it. */
    JsonNode health() throws Exception {
        JsonNode all = new Rest(source.url()).send("/q/health/well").json();
        for (JsonNode check : all.get("checks")) {
            if (check.get("name").asText().equals("camera")) {
                return check;
            }
        }
        throw new AssertionError("no camera in " + all);
    }

    /** The process that captures; one that has just ended is started again in ten seconds at most. */
    ProcessHandle capture() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        ProcessHandle box = ProcessHandle.of(source.program().pid()).orElseThrow();
        while (System.nanoTime() < until) {
            Optional<ProcessHandle> child = box.children().findFirst();
            if (child.isPresent()) {
                return child.get();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new AssertionError("no capture process in " + BOUND_SECONDS + " s");
    }

    long logLines() {
        return source.program().output().lines().count();
    }

    @Override
    public void close() {
        network.close();
    }
}
