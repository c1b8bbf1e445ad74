package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.store.Body;
import io.skyv.box.store.LiveRing;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodyWriterTest {
    /** More than the kernel takes for a receiver that takes nothing. */
    private static final int BODY_BYTES = 40 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final byte[] bytes = new byte[BODY_BYTES];
    private final LiveRing ring = new LiveRing(1);
    private final CompletableFuture<Void> sending = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private Body body;
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        new Random(7).nextBytes(bytes);
        Packager packager = new Packager(
                new StreamId("box-1.camera"),
                new RenditionName("main"),
                P256.generate().getPrivate(),
                new FakeNumbering(0, 1),
                ring);
        packager.encodingStarted(new byte[10], 1_000_000);
        packager.part(bytes, 0, 1_000_000, true, true);
        body = ring.view().segment(1).orElseThrow().body();
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .connectionHandler(connection -> connection.closeHandler(_ -> gone.complete(null)))
                .requestHandler(this::answer)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/body") && body.hold()) {
            BodyWriter.send(request, body);
            sending.complete(null);
        } else {
            request.response().end("after");
        }
    }

    @AfterEach
    void close() throws Exception {
        ring.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldSendAllToASlowReceiverThoughTheRingHasDroppedItMeanwhileAndGiveItBackThen() throws Exception {
        try (Socket receiver = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            ask(receiver, "/body");
            sending.get(20, TimeUnit.SECONDS);
            ring.close();
            InputStream in = receiver.getInputStream();
            String headers = headers(in);
            assertTrue(headers.contains("content-length: " + BODY_BYTES), headers);
            assertArrayEquals(bytes, in.readNBytes(BODY_BYTES));

            ask(receiver, "/"); // is answered after all of the first answer was
            headers(in);
            assertFalse(body.hold());
        }
    }

    @Test
    void shouldGiveTheBodyBackWhenItsReceiverGoesInTheMiddle() throws Exception {
        try (Socket receiver = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            ask(receiver, "/body");
            headers(receiver.getInputStream());
        }
        gone.get(20, TimeUnit.SECONDS);
        ring.close();
        assertFalse(body.hold());
    }

    private static void ask(Socket receiver, String path) throws Exception {
        receiver.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: box\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String headers(InputStream in) throws Exception {
        StringBuilder headers = new StringBuilder();
        while (!headers.toString().endsWith("\r\n\r\n")) {
            headers.append((char) in.read());
        }
        return headers.toString();
    }
}
