package io.skyv.ota.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Over HTTPS a second connection would cost a box more than all that it asks for. */
    @Test
    void shouldUseOneConnectionForAllThatItReadsToTheEnd() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        HttpTransport transport = new HttpTransport(LIMITS);
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, out -> connections.incrementAndGet(), true));
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
            for (int i = 0; i < 3; i++) {
                UpdateException refused =
                        assertThrows(UpdateException.class, () -> transport.open(URI.create(url + "missing"), 0));
                assertEquals(Problem.NOT_THERE, refused.problem());
                try (Transport.Body body = transport.open(URI.create(url + "timestamp.json"), 0)) {
                    byte[] all = new BoundedBytes(LIMITS, System::nanoTime).all(body, 10);
                    assertEquals("hello", new String(all, StandardCharsets.US_ASCII));
                }
            }
            assertEquals(1, connections.get());
            transport.open(URI.create(url + "timestamp.json"), 0).close();
            transport.open(URI.create(url + "timestamp.json"), 0).close();
            assertEquals(2, connections.get(), "of what was not read to its end the rest is not waited for");
        }
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
        serve(server, answer, false);
    }

    /** @param properly whether it answers each request on a connection after that: "hello", or that it is missing */
    private static void serve(ServerSocket server, Answer answer, boolean properly) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer.write(socket.getOutputStream());
                if (properly) {
                    answerEach(socket);
                }
            } catch (IOException gone) {
                // the client, or the test
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void answerEach(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String status = "";
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("GET ")) {
                status = line.contains("missing") ? "404 Not Found" : "200 OK";
            } else if (line.isEmpty()) {
                String text = "HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\nhello";
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
