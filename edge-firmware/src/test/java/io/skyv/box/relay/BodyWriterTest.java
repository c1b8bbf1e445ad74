package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodyWriterTest {
    private static final int BODY_BYTES = 40 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final byte[] body = new byte[BODY_BYTES];
    private final CompletableFuture<BodyWriter> writer = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        new Random(7).nextBytes(body);
        byte[] head = Arrays.copyOf(body, 100_003);
        byte[] rest = Arrays.copyOfRange(body, head.length, body.length);
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> writer.complete(BodyWriter.send(request.response(), head, rest)))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldKeepBackWhatTheReceiverDoesNotTakeAndSendItAllWhenItDoes() throws Exception {
        try (Socket receiver = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            receiver.getOutputStream().write("GET / HTTP/1.1\r\nHost: box\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            int keptBack = writer.get(20, TimeUnit.SECONDS).remainingBytes();
            assertTrue(keptBack > BODY_BYTES / 2, "only " + keptBack + " bytes kept back");

            InputStream in = receiver.getInputStream();
            String headers = headers(in);
            assertTrue(headers.contains("content-length: " + BODY_BYTES), headers);
            assertArrayEquals(body, in.readNBytes(BODY_BYTES));
        }
    }

    private static String headers(InputStream in) throws Exception {
        StringBuilder headers = new StringBuilder();
        while (!headers.toString().endsWith("\r\n\r\n")) {
            headers.append((char) in.read());
        }
        return headers.toString();
    }
}
