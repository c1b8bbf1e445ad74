package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureEnded;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
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
    private static final int DAMAGES = Integer.getInteger("skyv.fuzz.damages", 4);
    private static final long SEED = Long.getLong("skyv.fuzz.seed", 20_261_121);

    @TempDir
    Path directory;

    @Test
    void shouldLiveThroughDamagedFiles() throws Exception {
        byte[] whole = Files.readAllBytes(SampleFile.write(directory.resolve("whole.mp4"), 40, 1_000_000, true));
        Random random = new Random(SEED);
        for (int round = 0; round < DAMAGES; round++) {
            Path file = directory.resolve("damaged-" + round + ".mp4");
            Files.write(file, damaged(whole, random));
            try (ListeningBox box = new ListeningBox(file.toString())) {
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
        try (ListeningBox box = new ListeningBox("listen:rtmp://127.0.0.1:" + port + "/live/cam")) {
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
}
