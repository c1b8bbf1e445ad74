package io.skyv.ota.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that are no HTTP servers at all, or very patient ones. */
class HttpTransportTest {
    private static final FetchLimits LIMITS = new FetchLimits(150, 150, 1_000, 1_000);
    private static final int DRIP_MILLIS = 30; // well within the silence that is allowed

    private final CountDownLatch closing = new CountDownLatch(1);

    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @AfterEach
    void close() {
        closing.countDown();
    }

    @Test
    void shouldGiveUpOnHeadersThatDrip() throws IOException {
        assertEquals(Problem.UNREACHABLE, refused(out -> {
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            while (!closing.await(DRIP_MILLIS, TimeUnit.MILLISECONDS)) {
                out.write('a');
                out.flush();
            }
        }));
    }

    @Test
    void shouldGiveUpOnHeadersWithoutEnd() throws IOException {
        byte[] header = ("X-More: " + "a".repeat(8000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        assertEquals(Problem.UNREACHABLE, refused(out -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(header);
            }
        }));
    }

    @Test
    void shouldGiveUpOnAServerThatSaysNothing() throws IOException {
        assertEquals(Problem.UNREACHABLE, refused(out -> closing.await()));
    }

    @Test
    void shouldGiveUpOnWhatIsNoHttp() throws IOException {
        assertEquals(
                Problem.UNREACHABLE, refused(out -> out.write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void shouldGiveUpWhereNobodyListens() {
        UpdateException refused = assertThrows(
                UpdateException.class,
                () -> new HttpTransport(LIMITS).open(URI.create("http://127.0.0.1:1/timestamp.json"), 0));
        assertEquals(Problem.UNREACHABLE, refused.problem());
    }

    @Test
    void shouldSpeakNothingButHttp() {
        for (String address : new String[] {"file:///etc/hostname", "jar:file:/a!/b", "ftp://127.0.0.1/x", "x:y"}) {
            UpdateException refused = assertThrows(
                    UpdateException.class, () -> new HttpTransport(LIMITS).open(URI.create(address), 0), address);
            assertEquals(Problem.UNREACHABLE, refused.problem());
        }
    }

    /** Asks a server that answers each connection so. */
    private Problem refused(Answer answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, answer));
            URI file = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/timestamp.json");
            return assertThrows(UpdateException.class, () -> new HttpTransport(LIMITS).open(file, 0))
                    .problem();
        }
    }

    private static void serve(ServerSocket server, Answer answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer.write(socket.getOutputStream());
            } catch (IOException gone) {
                // the client, or the test
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
