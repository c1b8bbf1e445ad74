package io.skyv.together;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A camera on the network, whose stream never ends: it plays what it is told, over and over, byte by byte as it is in the
 * files, and can be told otherwise in the middle of a connection.
 */
final class CameraServer implements AutoCloseable {
    private static final int PACKET_BYTES = 188;
    private static final int TICK_MILLIS = 20;
    private static final String HEAD = "HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n";

    private final ServerSocket server;
    private final Random random;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Programme programme = new Programme(List.of());
    private volatile double damage;

    /** Bytes and how long they play; 0 is as fast as they are taken. */
    record Reel(byte[] bytes, long millis) {
        static Reel of(Path file, int seconds) throws IOException {
            return new Reel(Files.readAllBytes(file), seconds * 1000L);
        }
    }

    /** What is on; each {@link #play} makes another one, also of the same reels. */
    private static final class Programme {
        private final List<Reel> reels;

        Programme(List<Reel> reels) {
            this.reels = reels;
        }

        List<Reel> reels() {
            return reels;
        }
    }

    CameraServer(long seed) throws IOException {
        random = new Random(seed);
        server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/camera";
    }

    /** From now on, also on connections that are open. */
    void play(Reel... reels) {
        programme = new Programme(List.of(reels));
    }

    /** One of so many bytes is another from now on; 0 for none. */
    void damageOneOf(int bytes) {
        damage = bytes == 0 ? 0 : 1.0 / bytes;
    }

    /** Ends the connections there are. */
    void hangUp() {
        connections.forEach(CameraServer::close);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            awaitRequest(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
            while (!socket.isClosed()) {
                Programme now = programme;
                for (int i = 0; i < now.reels().size() && now == programme; i++) {
                    play(now.reels().get(i), now, out);
                }
                if (now.reels().isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
                }
            }
        } catch (IOException e) {
            // the box has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private static void awaitRequest(InputStream in) throws IOException {
        int ends = 0;
        for (int next = in.read(); next >= 0 && ends < 2; next = ends < 2 ? in.read() : next) {
            ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
            if (ends == 2) {
                return;
            }
        }
    }

    private void play(Reel reel, Programme mine, OutputStream out) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        int size = reel.bytes().length;
        int sent = 0;
        while (sent < size && mine == programme) {
            long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            long due = reel.millis() == 0 ? size : Math.min(size, size * passed / reel.millis());
            int until = due >= size ? size : (int) (due / PACKET_BYTES * PACKET_BYTES);
            if (until > sent) {
                out.write(damaged(reel.bytes(), sent, until));
                sent = until;
            }
            if (reel.millis() > 0) {
                TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
            }
        }
    }

    private byte[] damaged(byte[] bytes, int from, int to) {
        byte[] copy = java.util.Arrays.copyOfRange(bytes, from, to);
        double share = damage;
        for (int i = 0; share > 0 && i < copy.length; i++) {
            if (random.nextDouble() < share) {
                copy[i] ^= (byte) (1 + random.nextInt(255));
            }
        }
        return copy;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
