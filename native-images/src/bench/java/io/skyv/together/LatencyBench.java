package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How late the picture is, on the packaged programs: a camera that pushes what it encoded, a source, a relay, and the viewer
 * page in Chromium. It asserts nothing of time; docs/benchmarks.md has what it printed, and how to run it.
 */
class LatencyBench {
    private static final int GLASS_SECONDS = Integer.getInteger("skyv.bench.latency.seconds", 65);
    private static final int PARTS_SECONDS = 30;
    private static final int SETTLE_SECONDS = 10;
    private static final int STRAIGHT_SECONDS = 15;
    private static final int STARTS = 8;
    private static final int FRAME_RATE = Integer.getInteger("skyv.bench.latency.frame-rate", 30);

    private final Network network = new Network("latency");
    private final Rest control = new Rest(network.control());
    private final List<String> table = new ArrayList<>();
    private final int rtmpPort = Network.freePort();

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void shouldSayHowLateThePictureIs() throws Exception {
        ClockFilm film = ClockFilm.make(network.directory(), FRAME_RATE);
        String straight =
                String.format(Locale.ROOT, "%.2f s straight", straight(film).p50());
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        network.startBox("source", Map.of("SKYV_CAMERA", "listen:rtmp://127.0.0.1:" + rtmpPort + "/live/cam"));
        try (RtmpPush camera = RtmpPush.begin(film, rtmpPort)) {
            String stream = control.await(
                            "/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                    .at("/streams/0/id")
                    .asText();
            PayingViewer atSource = PayingViewer.of(control, stream);
            glassToGlass(camera, "from the source", "p50 0.90 s, p99 + 0.20 s", "0.83 s MediaMTX, " + straight);
            // Let go soon, so that "cold" can be had more than once.
            Network.Box relay = network.startBox("relay", Map.of("SKYV_RELAY_LINGER", "PT2S"));
            control.await(
                    "/v1/boxes",
                    json -> json.findValues("online").stream()
                                    .filter(JsonNode::asBoolean)
                                    .count()
                            == 2);
            firstPictures(camera, relay, stream);
            glassToGlass(camera, "through a relay", "p50 1.20 s, p99 + 0.20 s", "0.86 s MediaMTX, " + straight);
            parts(camera, atSource, PayingViewer.of(control, stream));
        }
        System.out.println();
        table.forEach(System.out::println);
    }

    /** The yardstick, before anything else runs. */
    private Figures straight(ClockFilm film) throws Exception {
        int port = Network.freePort();
        FutureTask<RtmpPush> camera = background(() -> RtmpPush.begin(film, port));
        try (StraightToBrowser straight = new StraightToBrowser(network.directory(), port);
                ScreenClock screen = new ScreenClock(() -> begun(camera), straight.address())) {
            screen.secondsToFirstPictureSinceOpened();
            screen.latencies(SETTLE_SECONDS);
            Figures late = screen.latencies(STRAIGHT_SECONDS);
            say("packet sent → picture on screen, straight", late, "–", "the limit");
            return late;
        } finally {
            begun(camera).close();
        }
    }

    private static RtmpPush begun(FutureTask<RtmpPush> camera) {
        try {
            return camera.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the camera has not begun", e);
        }
    }

    private void glassToGlass(RtmpPush camera, String way, String aim, String yardsticks) throws Exception {
        try (ScreenClock screen = new ScreenClock(camera, network.control())) {
            screen.secondsToFirstPictureSinceOpened();
            screen.latencies(SETTLE_SECONDS);
            JsonNode before = screen.page().state();
            Figures late = screen.latencies(GLASS_SECONDS);
            JsonNode after = screen.page().state();
            screen.page().screenshot(network.directory().resolve("glass " + way + ".png"));
            say("packet sent → picture on screen, " + way, late, aim, yardsticks);
            System.out.printf(
                    Locale.ROOT,
                    "  %d of %d pictures shown, %d stalls, %.2f s behind by the page's own count, %.2f s in the buffer%n",
                    late.count(),
                    GLASS_SECONDS * (long) FRAME_RATE,
                    after.get("stalls").asLong() - before.get("stalls").asLong(),
                    after.get("latencySeconds").asDouble(),
                    after.get("bufferedSeconds").asDouble());
        }
    }

    private void firstPictures(RtmpPush camera, Network.Box relay, String stream) throws Exception {
        List<Double> cold = new ArrayList<>();
        List<Double> running = new ArrayList<>();
        List<Double> opened = new ArrayList<>();
        try (ScreenClock screen = new ScreenClock(camera, network.control())) {
            screen.secondsToFirstPictureSinceOpened();
            for (int i = 0; i < STARTS; i++) {
                long left = timesLeft(relay);
                screen.stop();
                while (timesLeft(relay) == left) {
                    screen.page().look();
                }
                cold.add(screen.secondsToFirstPictureSincePlay());
                screen.latencies(1);
            }
            FutureTask<List<PartWatch.Arrival>> other = background(() -> watch(stream, 3L * STARTS));
            for (int i = 0; i < STARTS; i++) {
                screen.stop();
                screen.latencies(1);
                running.add(screen.secondsToFirstPictureSincePlay());
                screen.latencies(1);
            }
            other.get();
        }
        FutureTask<List<PartWatch.Arrival>> other = background(() -> watch(stream, 12));
        for (int i = 0; i < 3; i++) {
            try (ScreenClock screen = new ScreenClock(camera, URI.create(network.control() + "/?stream=" + stream))) {
                opened.add(screen.secondsToFirstPictureSinceOpened());
            }
        }
        other.get();
        say("first picture after Play, the relay does not have the stream", figures(cold), "1.50 s", "1.8 s MediaMTX");
        say("first picture after Play, the relay has it", figures(running), "0.50 s", "0.48 s MediaMTX");
        say("first picture after opening the page, the relay has it", figures(opened), "–", "–");
    }

    private List<PartWatch.Arrival> watch(String stream, long seconds) throws Exception {
        return new PartWatch(PayingViewer.of(control, stream)).watch(seconds);
    }

    private void parts(RtmpPush camera, PayingViewer atSource, PayingViewer atRelay) throws Exception {
        FutureTask<List<PartWatch.Arrival>> source = background(() -> new PartWatch(atSource).watch(PARTS_SECONDS));
        FutureTask<List<PartWatch.Arrival>> relay = background(() -> new PartWatch(atRelay).watch(PARTS_SECONDS));
        parts(camera, source.get(), "at the source");
        parts(camera, relay.get(), "at the relay");
    }

    private void parts(RtmpPush camera, List<PartWatch.Arrival> arrivals, String where) throws Exception {
        List<Long> each = new ArrayList<>();
        List<Long> last = new ArrayList<>();
        for (PartWatch.Arrival part : arrivals) {
            long first = Math.round(part.sinceEpochMicros() * FRAME_RATE / 1e6);
            long end = Math.round((part.sinceEpochMicros() + part.durationMicros()) * FRAME_RATE / 1e6);
            for (long number = first; number < end; number++) {
                each.add(part.arrivedMicros() - camera.sentMicros(number));
            }
            last.add(part.arrivedMicros() - camera.sentMicros(end - 1));
        }
        double partSeconds = arrivals.stream()
                        .mapToLong(PartWatch.Arrival::durationMicros)
                        .max()
                        .orElseThrow()
                / 1e6;
        String limit = String.format(
                Locale.ROOT,
                "%.3f s: half a part (%.3f s) and a picture",
                partSeconds / 2 + 0.5 / FRAME_RATE,
                partSeconds);
        say("packet in → its part had, " + where, Figures.ofMicros(each), "–", limit);
        say("a part's last packet in → part had, " + where, Figures.ofMicros(last), "–", "–");
    }

    private static Figures figures(List<Double> seconds) {
        return Figures.ofSeconds(
                seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static <T> FutureTask<T> background(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /** How often the relay has let go of a stream. */
    private static long timesLeft(Network.Box relay) {
        return relay.program()
                .output()
                .lines()
                .filter(line -> line.contains("not carried any more"))
                .count();
    }

    private void say(String what, Figures measured, String aim, String yardstick) throws Exception {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %.3f s | %.3f s | %.3f s | %d | %s | %s |",
                what,
                aim,
                measured.p50(),
                measured.p99(),
                measured.worst(),
                measured.count(),
                yardstick,
                load);
        System.out.println(line);
        if (table.isEmpty()) {
            table.add("| what | aim | p50 | p99 | worst | of | yardstick | load average |");
            table.add("|---|---|---|---|---|---|---|---|");
        }
        table.add(line);
    }
}
