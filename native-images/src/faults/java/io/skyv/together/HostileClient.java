package io.skyv.together;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection that says what it likes, byte by byte, from an address of its own on loopback. */
final class HostileClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();

    /** @param from last figure of 127.0.0.x */
    HostileClient(URI program, int from) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + from), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(program.getHost(), program.getPort()), PATIENCE_MILLIS);
    }

    static String request(String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: box\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What comes until the other side closes, or nothing more does for a while; at most so much. */
    String readAll(int maxBytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            int next = socket.getInputStream().read();
            while (next >= 0 && all.size() < maxBytes) {
                all.write(next);
                next = socket.getInputStream().read();
            }
        } catch (java.net.SocketException closed) {
            // with what was sent still unread: as good as closed
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** The status of the next answer, read with its body; −1 if the connection is closed instead. */
    int status() throws IOException {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return -1;
                }
                head.append((char) next);
            }
            in.skipNBytes(length(head.toString()));
            return Integer.parseInt(head.substring(9, 12));
        } catch (java.net.SocketException closed) {
            return -1;
        }
    }

    private static long length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToLong(line -> Long.parseLong(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Whether the other side has closed, or does within a while. */
    boolean isClosed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone anyway
        }
    }
}
