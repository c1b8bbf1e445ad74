package io.skyv.together;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection (RFC 9112) that costs the driver as little as can be: it asks, reads the answer's head and
 * keeps of the body only what fits in front. Bodies have a Content-Length.
 */
final class KeepAlive implements AutoCloseable {
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final String host;
    private final ByteBuffer in;

    /**
     * @param head status line and headers, as sent
     * @param start the first bytes of the body, as many as were asked to be kept
     */
    record Answer(int status, String head, long bodyBytes, byte[] start) {
        String text() {
            return new String(start, StandardCharsets.UTF_8);
        }
    }

    private KeepAlive(SocketChannel channel, String host, int readBytes) {
        this.channel = channel;
        this.host = host;
        this.in = ByteBuffer.allocateDirect(Math.max(readBytes, MAX_HEAD_BYTES));
    }

    /** @param readBytes most that is read at once */
    static KeepAlive open(URI server, int readBytes) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new KeepAlive(channel, server.getHost() + ":" + server.getPort(), readBytes);
    }

    /** @param keepBytes of the body's begin that are wanted */
    Answer get(String target, int keepBytes) throws IOException {
        return get(target, "", keepBytes);
    }

    /** @param headers beside {@code Host}, each with its end of line */
    Answer get(String target, String headers, int keepBytes) throws IOException {
        ByteBuffer request =
                ByteBuffer.wrap(("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        while (request.hasRemaining()) {
            channel.write(request);
        }
        in.clear();
        int headBytes = readHead();
        String head = ascii(headBytes);
        long bodyBytes = contentLength(head);
        byte[] start = new byte[(int) Math.min(keepBytes, bodyBytes)];
        readBody(headBytes, bodyBytes, start);
        return new Answer(Integer.parseInt(head.substring(9, 12)), head, bodyBytes, start);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int readHead() throws IOException {
        int scanned = 0;
        while (true) {
            fill();
            int end = endOfHead(Math.max(0, scanned - HEAD_END.length));
            if (end > 0) {
                return end;
            }
            scanned = in.position();
            if (scanned >= MAX_HEAD_BYTES) {
                throw new IOException("a head of more than " + MAX_HEAD_BYTES + " bytes");
            }
        }
    }

    private int endOfHead(int from) {
        for (int i = from; i + HEAD_END.length <= in.position(); i++) {
            if (in.get(i) == '\r' && in.get(i + 1) == '\n' && in.get(i + 2) == '\r' && in.get(i + 3) == '\n') {
                return i + HEAD_END.length;
            }
        }
        return 0;
    }

    private void readBody(int headBytes, long bodyBytes, byte[] start) throws IOException {
        long here = in.position() - headBytes;
        int kept = (int) Math.min(here, start.length);
        in.get(headBytes, start, 0, kept);
        while (here < bodyBytes) {
            in.clear();
            in.limit((int) Math.min(in.capacity(), bodyBytes - here));
            fill();
            int more = Math.min(in.position(), start.length - kept);
            in.get(0, start, kept, more);
            kept += more;
            here += in.position();
        }
    }

    private void fill() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    private String ascii(int bytes) {
        byte[] text = new byte[bytes];
        in.get(0, text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static long contentLength(String head) throws IOException {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
        if (at < 0) {
            throw new IOException("an answer without Content-Length:\n" + head);
        }
        int end = head.indexOf("\r\n", at + 2);
        return Long.parseLong(head.substring(at + 17, end).strip());
    }
}
