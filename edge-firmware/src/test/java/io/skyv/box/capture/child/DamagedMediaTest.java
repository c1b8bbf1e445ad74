package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureEnded;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.capture.CaptureSupervisor;
import io.skyv.box.capture.JvmCaptureCommand;
import io.skyv.box.capture.OsChildLauncher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged media, read by the real libraries in a real child. These are native, so nothing guides what is tried but a seed;
 * {@code -Dskyv.fuzz.damages} says how many, {@code -Dskyv.fuzz.seed} which. A child may end: the box goes on, and
 * what it reads are records.
 */
@Timeout(600)
class DamagedMediaTest {
    private static final Path DATA = Path.of("target", "capture-data");
    private static final CaptureSettings SMALL = CaptureSettings.DEFAULT.withPicture(320, 180, 25);
    private static final int DAMAGES = Integer.getInteger("skyv.fuzz.damages", 4);
    private static final long SEED = Long.getLong("skyv.fuzz.seed", 20_261_121);
    /** A child that ends is started again, so that events may come for ever. */
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(120);

    @TempDir
    Path directory;

    @Test
    void shouldLiveThroughDamagedFiles() throws Exception {
        byte[] whole = Files.readAllBytes(SampleFile.write(directory.resolve("whole.mp4"), 40, 1_000_000, true));
        Random random = new Random(SEED);
        for (int round = 0; round < DAMAGES; round++) {
            Path file = directory.resolve("damaged-" + round + ".mp4");
            Files.write(file, damaged(whole, random));
            try (Listening box = new Listening(file.toString())) {
                box.await(
                        "seed " + SEED + ", round " + round,
                        event -> event instanceof PartEncoded
                                || event instanceof CaptureFailed
                                || event instanceof CaptureEnded);
            }
        }
    }

    @Test
    void shouldLiveThroughPushesThatAreNone() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Random random = new Random(SEED);
        try (Listening box = new Listening("listen:rtmp://127.0.0.1:" + port + "/live/cam")) {
            box.await("seed " + SEED, event -> event instanceof CaptureEvent.Waiting);
            for (int round = 0; round < 2; round++) {
                push(port, random);
                box.await(
                        "seed " + SEED + ", push " + round,
                        event -> event instanceof CaptureEvent.Waiting
                                || event instanceof CaptureFailed
                                || event instanceof CaptureEnded);
            }
        }
    }

    /** Version 3 of RTMP, as a handshake begins, and then anything. */
    private static void push(int port, Random random) throws IOException {
        byte[] bytes = new byte[8_000];
        random.nextBytes(bytes);
        bytes[0] = 3;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes);
        } catch (IOException refused) {
            // the child hung up, or was not there yet: as good
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[random.nextInt(Math.min(800, damaged.length))] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(damaged, at, Math.min(damaged.length, at + random.nextInt(64)), (byte) 0xff);
                default -> damaged = Arrays.copyOf(damaged, Math.max(64, at));
            }
        }
        return damaged;
    }

    /** A box that captures, as far as events go. */
    private static final class Listening implements AutoCloseable {
        private final BlockingQueue<CaptureEvent> events = new LinkedBlockingQueue<>();
        private final CaptureSupervisor supervisor;

        Listening(String source) throws IOException {
            supervisor = CaptureSupervisor.start(
                    new OsChildLauncher(JvmCaptureCommand.ofThisProcess(DATA), CaptureSource.parse(source), SMALL),
                    events::add);
        }

        void await(String what, Predicate<CaptureEvent> enough) throws InterruptedException {
            List<CaptureEvent> seen = new ArrayList<>();
            long began = System.nanoTime();
            CaptureEvent event;
            do {
                event = events.poll(120, TimeUnit.SECONDS);
                assertTrue(event != null, what + ": nothing more after " + seen);
                seen.add(event);
                assertTrue(System.nanoTime() - began < WITHIN_NANOS, what + ": no end of " + seen);
                if (event instanceof CaptureFailed failed) {
                    assertTrue(failed.code() != Code.BAD_RECORDS, what + ": " + failed);
                }
            } while (!enough.test(event));
        }

        @Override
        public void close() {
            supervisor.close();
        }
    }
}
