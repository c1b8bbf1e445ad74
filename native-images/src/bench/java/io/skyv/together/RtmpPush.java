package io.skyv.together;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes a film over RTMP (Adobe's specification 1.0) in real time, as a camera does, over and over, and knows when it
 * sent each picture. One packet a time, none held back: no encoder and no other program stands between the clock and the box.
 */
final class RtmpPush implements AutoCloseable {
    private static final int HANDSHAKE_BYTES = 1536;
    private static final int FIRST_CHUNK_BYTES = 128;
    private static final int CHUNK_BYTES = 65_536;
    private static final int SET_CHUNK_SIZE = 1;
    private static final int COMMAND = 20;
    private static final long MAX_SECONDS = 1_200;
    private static final long LISTENING_BOUND_SECONDS = 30;

    private final ClockFilm film;
    private final Socket socket;
    private final OutputStream out;
    private final AtomicLongArray sentMicros;
    private final Thread sender;
    private int chunkBytes = FIRST_CHUNK_BYTES;
    private volatile long pictures;

    private RtmpPush(ClockFilm film, int port, String app, String name) throws IOException {
        this.film = film;
        this.sentMicros = new AtomicLongArray((int) MAX_SECONDS * film.frameRate());
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 20);
        handshake();
        Thread.ofVirtual().start(this::ignoreAnswers);
        message(3, COMMAND, 0, 0, command("connect", 1).object("app", app).bytes());
        message(3, COMMAND, 0, 0, command("createStream", 2).nothing().bytes());
        message(
                3,
                COMMAND,
                0,
                1,
                command("publish", 3).nothing().text(name).text("live").bytes());
        message(
                2,
                SET_CHUNK_SIZE,
                0,
                0,
                ByteBuffer.allocate(4).putInt(CHUNK_BYTES).array());
        chunkBytes = CHUNK_BYTES;
        sender = Thread.ofPlatform().daemon().name("camera").start(this::send);
    }

    /** Pushes to what listens at {@code port}, as soon as it does. */
    static RtmpPush begin(ClockFilm film, int port) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LISTENING_BOUND_SECONDS);
        while (true) {
            try {
                return new RtmpPush(film, port, "live", "cam");
            } catch (IOException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** Pictures sent up to now. */
    long pictures() {
        return pictures;
    }

    boolean isAlive() {
        return sender.isAlive();
    }

    /** When picture {@code number} since the beginning was sent, microseconds since 1970. */
    long sentMicros(long number) {
        return sentMicros.get(Math.toIntExact(number));
    }

    /**
     * When the picture that shows {@code place} was sent, if it is on a screen at {@code atMicros}: the newest that can be it.
     *
     * @return −1 if it was not sent yet
     */
    long sentMicrosOf(int place, long atMicros) {
        long newest = pictures - 1;
        long number = newest - Math.floorMod(newest - place, (long) film.pictures());
        while (number >= 0 && sentMicros(number) > atMicros) {
            number -= film.pictures();
        }
        return number < 0 ? -1 : sentMicros(number);
    }

    private void send() {
        long originNanos = System.nanoTime();
        try {
            for (int round = 0; !socket.isClosed(); round++) {
                for (Flv.Tag tag : film.tags()) {
                    if (round > 0 && (tag.isHeader() || tag.type() > Flv.Tag.PICTURE)) {
                        continue;
                    }
                    int atMillis = tag.atMillis() + round * film.millis();
                    awaitNanos(originNanos + atMillis * 1_000_000L);
                    if (tag.isPicture()) {
                        sentMicros.set((int) pictures, nowMicros());
                    }
                    message(tag.type() == Flv.Tag.SOUND ? 4 : 6, tag.type(), atMillis, 1, tag.body());
                    if (tag.isPicture()) {
                        pictures++;
                    }
                }
            }
        } catch (IOException e) {
            // the box has gone, or we have: whoever reads the figures sees that there are no more
        }
    }

    static long nowMicros() {
        return java.time.temporal.ChronoUnit.MICROS.between(java.time.Instant.EPOCH, java.time.Instant.now());
    }

    private static void awaitNanos(long dueNanos) {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void handshake() throws IOException {
        byte[] hello = new byte[1 + HANDSHAKE_BYTES];
        hello[0] = 3;
        out.write(hello);
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] theirs = new byte[1 + HANDSHAKE_BYTES];
        in.readFully(theirs);
        out.write(theirs, 1, HANDSHAKE_BYTES);
        out.flush();
        in.readFully(new byte[HANDSHAKE_BYTES]);
    }

    private void ignoreAnswers() {
        try {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[4096];
            while (in.read(some) >= 0) {
                // what is to be known is whether the socket still takes more
            }
        } catch (IOException e) {
            // so it has ended
        }
    }

    /** One message in chunks (section 5.3.1): the first with a full header, the others without. */
    private void message(int chunkStream, int type, int atMillis, int stream, byte[] body) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(12);
        head.put((byte) chunkStream);
        head.putInt(atMillis << 8 | body.length >> 16).putShort((short) body.length);
        head.put((byte) type);
        head.putInt(Integer.reverseBytes(stream));
        out.write(head.array());
        for (int from = 0; from < body.length; from += chunkBytes) {
            if (from > 0) {
                out.write(0xC0 | chunkStream);
            }
            out.write(body, from, Math.min(chunkBytes, body.length - from));
        }
        out.flush();
    }

    private static Amf command(String name, int transaction) {
        return new Amf().text(name).number(transaction);
    }

    /** Action Message Format 0, as far as publishing needs it. */
    private static final class Amf {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Amf text(String text) {
            bytes.write(2);
            return raw(text);
        }

        Amf number(double number) {
            bytes.write(0);
            bytes.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
            return this;
        }

        Amf nothing() {
            bytes.write(5);
            return this;
        }

        Amf object(String name, String value) {
            bytes.write(3);
            raw(name).text(value).raw("");
            bytes.write(9);
            return this;
        }

        private Amf raw(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) utf8.length).array());
            bytes.writeBytes(utf8);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }
}
