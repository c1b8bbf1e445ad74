package io.skyv.ota.sim;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a simulated repository over HTTP on loopback, as well or as badly as a test wants. */
public final class SimulatorServer implements AutoCloseable {
    /** How a file is sent. */
    public interface Manner {
        void send(HttpExchange exchange, byte[] file) throws IOException;
    }

    private final RepositorySimulator repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public SimulatorServer(RepositorySimulator repository) throws IOException {
        this.repository = repository;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** @param path as asked for, "metadata/timestamp.json" */
    public void sends(String path, Manner manner) {
        manners.put(path, manner);
    }

    public void sendsWell(String path) {
        manners.remove(path);
    }

    /** A whole answer; a Range is obeyed. */
    public static void well(HttpExchange exchange, byte[] file) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            wholly(exchange, file);
            return;
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
        exchange.sendResponseHeaders(206, file.length - from);
        exchange.getResponseBody().write(file, from, file.length - from);
    }

    /** A server that knows no Range. */
    public static void wholly(HttpExchange exchange, byte[] file) throws IOException {
        exchange.sendResponseHeaders(200, file.length == 0 ? -1 : file.length);
        if (file.length > 0) {
            exchange.getResponseBody().write(file);
        }
    }

    /** The connection is cut after so many bytes of what was promised. */
    public static Manner cutAfter(int bytes) {
        return (exchange, file) -> {
            exchange.sendResponseHeaders(200, file.length);
            OutputStream out = exchange.getResponseBody();
            out.write(file, 0, bytes);
            out.flush();
        };
    }

    /** Zeros without end. */
    public static void endlessly(HttpExchange exchange, byte[] file) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] zeros = new byte[64 * 1024];
        while (true) {
            exchange.getResponseBody().write(zeros);
        }
    }

    /** Something else, whatever was asked for. */
    public static Manner instead(byte[] other) {
        return (exchange, ignored) -> wholly(exchange, other);
    }

    public static Manner status(int status) {
        return (exchange, ignored) -> exchange.sendResponseHeaders(status, -1);
    }

    /** So many bytes, then nothing until the test is over. */
    public Manner stallAfter(int bytes) {
        return (exchange, file) -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file, 0, bytes);
            exchange.getResponseBody().flush();
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring(1);
            Optional<byte[]> file =
                    exchange.getRequestMethod().equals("GET") ? repository.answer(path) : Optional.empty();
            Manner manner = manners.get(path);
            if (manner != null) {
                manner.send(exchange, file.orElse(new byte[0]));
            } else if (file.isPresent()) {
                well(exchange, file.get());
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (IOException cut) {
            // the client has gone, as some tests want
        }
    }
}
