package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Log;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PushGateTest {
    private final BlockingQueue<CaptureEvent> events = new LinkedBlockingQueue<>();

    @Test
    void shouldPassOnWhatOneSaysToTheOther() throws Exception {
        int port = PushGate.innerPort();
        try (PushGate gate = open(port);
                ServerSocket library = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> let = await(gate);
            try (Socket camera = connect(port, let);
                    Socket pusher = let.join()) {
                gate.join(pusher, library.getLocalPort(), PushedName.of("rtmp", ""));
                try (Socket inside = library.accept()) {
                    assertEquals("hello", exchanged(camera, inside, "hello"));
                    assertEquals("welcome", exchanged(inside, camera, "welcome"));
                }
                assertEquals(-1, camera.getInputStream().read(), "one end is the other's end");
            }
        }
    }

    @Test
    void shouldSendAwayWhoComesWhileThereIsAPush() throws Exception {
        int port = PushGate.innerPort();
        try (PushGate gate = open(port)) {
            CompletableFuture<Socket> let = await(gate);
            try (Socket first = connect(port, let);
                    Socket pusher = let.join();
                    Socket second = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertEquals(-1, second.getInputStream().read());
                Log line = (Log) events.take();
                assertTrue(line.text().contains("sent away"), line.text());
                assertTrue(first.isConnected() && !pusher.isClosed());
            }
        }
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CaptureException e = assertThrows(CaptureException.class, () -> open(taken.getLocalPort()));
            assertEquals(Code.ADDRESS_IN_USE, e.code());
        }
    }

    private PushGate open(int port) throws CaptureException {
        return new PushGate(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "rtmp://box", events::add);
    }

    private static CompletableFuture<Socket> await(PushGate gate) {
        CompletableFuture<Socket> let = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                let.complete(gate.await());
            } catch (java.io.IOException e) {
                let.completeExceptionally(e);
            }
        });
        return let;
    }

    /** Who comes before anyone waits is sent away, so it is tried again, as cameras do. */
    private static Socket connect(int port, CompletableFuture<Socket> let) throws Exception {
        while (true) {
            Socket camera = new Socket(InetAddress.getLoopbackAddress(), port);
            camera.setSoTimeout(200);
            try {
                if (camera.getInputStream().read() >= 0) {
                    throw new AssertionError("nobody said anything");
                }
                camera.close();
            } catch (java.net.SocketTimeoutException e) {
                camera.setSoTimeout(0);
                return camera; // still open: it was let in
            }
        }
    }

    private static String exchanged(Socket from, Socket to, String text) throws Exception {
        from.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return new String(to.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
    }
}
