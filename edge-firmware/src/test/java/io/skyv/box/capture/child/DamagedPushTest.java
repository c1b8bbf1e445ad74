package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureEnded;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Cameras that push over RTMP (FLV), RTSP (RTP, interleaved) and SRT (a transport stream), and a wire that damages what they
 * say: handshakes, requests, packets, pictures. What reads it is native, so nothing guides the damage but a seed;
 * {@code -Dskyv.fuzz.pushes} says how many, {@code -Dskyv.fuzz.seed} which. A child may end of it: the box hears nothing but
 * records, and lets in the next camera.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class DamagedPushTest {
    private static final int PUSHES = Integer.getInteger("skyv.fuzz.pushes", 2);
    private static final long SEED = Long.getLong("skyv.fuzz.seed", 20_261_121);

    /** Longer than the film: a camera that hangs is unplugged. */
    private static final long PATIENCE_MILLIS = 8_000;

    private static final long GONE_WITHIN_MILLIS = 30_000;

    /** Seeds that found something once. */
    private static final List<Long> FOUND = List.of();

    @TempDir
    static Path directory;

    private static Path film;

    /** How cameras push. */
    enum Way {
        RTMP("flv", "rtmp://127.0.0.1:%d/live/cam"),
        RTSP("rtsp", "rtsp://127.0.0.1:%d/live"),
        SRT("mpegts", "srt://127.0.0.1:%d");

        private final String format;
        private final String url;

        Way(String format, String url) {
            this.format = format;
            this.url = url;
        }

        String at(int port) {
            return String.format(url, port);
        }

        DamagingWire wire(int port, Damage damage) throws IOException {
            return this == SRT ? DamagingWire.datagrams(port, damage) : DamagingWire.stream(port, damage);
        }
    }

    @BeforeAll
    static void make() throws Exception {
        film = SampleFile.write(directory.resolve("film.mp4"), 60, 1_000_000, true);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetInTheNextCameraWhateverCame(Way way) throws Exception {
        int port = freePort();
        Random seeds = new Random(SEED);
        int ended = 0;
        try (ListeningBox box = new ListeningBox("listen:" + way.at(port))) {
            box.await(way + " at the beginning", DamagedPushTest::isFree);
            for (int round = 0; round < FOUND.size() + PUSHES; round++) {
                long seed = round < FOUND.size() ? FOUND.get(round) : seeds.nextLong();
                box.forget();
                push(way, port, seed);
                List<CaptureEvent> heard =
                        box.await(way + ", damage " + seed + ", push " + round, DamagedPushTest::isFree);
                List<CaptureEvent> ends =
                        heard.stream().filter(CaptureEnded.class::isInstance).toList();
                if (!ends.isEmpty()) {
                    ended++;
                    System.out.println("damage " + seed + " by " + way + ": " + ends);
                }
            }
            box.forget();
            Thread camera = Thread.ofPlatform().start(() -> FilmPush.push(film, way.format, way.at(port)));
            box.await(way + " after all damage", PartEncoded.class::isInstance);
            camera.join();
        }
        System.out.println(way + ": " + PUSHES + " damaged pushes, seed " + SEED + ", ended " + ended + " children");
    }

    private static boolean isFree(CaptureEvent event) {
        return event instanceof Waiting waiting && waiting.forWhat().startsWith("a push to");
    }

    private static void push(Way way, int port, long seed) throws Exception {
        Thread camera;
        try (DamagingWire wire = way.wire(port, new Damage(seed))) {
            camera = Thread.ofPlatform().daemon(true).start(() -> FilmPush.push(film, way.format, way.at(wire.port())));
            camera.join(PATIENCE_MILLIS);
        }
        camera.join(GONE_WITHIN_MILLIS);
        assertTrue(!camera.isAlive(), "the camera of the test itself does not end: " + way + ", damage " + seed);
    }

    /** For streams and datagrams. */
    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
