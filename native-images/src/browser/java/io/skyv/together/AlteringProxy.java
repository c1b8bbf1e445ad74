package io.skyv.together;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands between a box and its receivers, passes all on, and flips one byte of a part when it is told to. */
final class AlteringProxy implements AutoCloseable {
    private static final Pattern PART = Pattern.compile(".*/\\d+\\.\\d+\\.m4s");
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "transfer-encoding");

    private final HttpServer server;
    private final URI box;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger toAlter = new AtomicInteger();
    private final AtomicInteger altered = new AtomicInteger();

    AlteringProxy(int port, URI box) throws IOException {
        this.box = box;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    /** One byte of each of the next {@code parts} parts is flipped. */
    void alter(int parts) {
        toAlter.set(parts);
    }

    int altered() {
        return altered.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(box.resolve(exchange.getRequestURI().toString()))
                            .build(),
                    BodyHandlers.ofByteArray());
            byte[] body = answer.body();
            boolean part = PART.matcher(exchange.getRequestURI().getPath()).matches();
            if (part && answer.statusCode() == 200 && toAlter.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                body[body.length / 2] ^= 1;
                altered.incrementAndGet();
            }
            answer.headers().map().forEach((name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
