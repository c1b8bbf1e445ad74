package io.skyv.together;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections that do nothing, or only ask, from many addresses of loopback: in a process of its own that yields to everybody
 * else, so that what it costs to attack is not taken for what it costs to be attacked.
 */
final class Crowd implements AutoCloseable {
    static final int ADDRESSES = 100;
    private static final String NETWORK = "127.0.7.";
    private static final int PATIENCE_MILLIS = 60_000;
    /** What the kernel keeps for one that asks and does not read. */
    private static final int FEW_BYTES = 4 * 1024;

    private static final String COME = "come";
    private static final String THERE = "there";

    private final Process process;
    private final BufferedReader said;

    /** What each does once it has come. */
    enum Then {
        STAYS,
        /** The same request, for as long as it can be written; the answers are not taken. */
        ASKS_ON
    }

    /**
     * @param addresses from which they come, {@link #ADDRESSES} at most
     * @param perSecond so many come in a second
     * @param ask what each says when it has come; may be empty
     */
    Crowd(URI program, int count, int addresses, int perSecond, String ask, Then then) throws IOException {
        process = new ProcessBuilder(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crowd.class.getName(),
                        program.getHost(),
                        Integer.toString(program.getPort()),
                        Integer.toString(count),
                        Integer.toString(addresses),
                        Integer.toString(perSecond),
                        ask,
                        then.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = process.inputReader();
        expect("ready");
    }

    /** Returns when all have come, and stay. */
    void come() throws IOException {
        process.outputWriter().write(COME + "\n");
        process.outputWriter().flush();
        expect(THERE);
    }

    private void expect(String word) throws IOException {
        String line = said.readLine();
        if (!word.equals(line)) {
            throw new AssertionError("the crowd says " + line + " instead of " + word);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The process itself; it ends with its standard input. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress program = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        int count = Integer.parseInt(args[2]);
        int addresses = Integer.parseInt(args[3]);
        long pauseNanos = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(args[4]);
        byte[] ask = args[5].getBytes(StandardCharsets.ISO_8859_1);
        Then then = Then.valueOf(args[6]);
        System.out.println("ready");
        awaitLine();
        List<SocketChannel> all = new ArrayList<>(count);
        long dueNanos = System.nanoTime();
        for (int i = 0; i < count; i++) {
            SocketChannel comer = connect(program, NETWORK + (1 + i % addresses), then);
            all.add(comer);
            if (then == Then.ASKS_ON) {
                Thread.ofVirtual().start(() -> askOn(comer, ask));
            } else {
                askOnce(comer, ask);
            }
            dueNanos += pauseNanos;
            LockSupport.parkNanos(dueNanos - System.nanoTime());
        }
        System.out.println(THERE);
        awaitLine();
        all.forEach(Crowd::closeQuietly);
    }

    private static SocketChannel connect(InetSocketAddress program, String from, Then then) throws IOException {
        SocketChannel comer = SocketChannel.open();
        if (then == Then.ASKS_ON) {
            comer.setOption(StandardSocketOptions.SO_RCVBUF, FEW_BYTES);
        }
        comer.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        comer.socket().connect(program, PATIENCE_MILLIS);
        return comer;
    }

    private static void askOnce(SocketChannel comer, byte[] ask) {
        try {
            comer.write(ByteBuffer.wrap(ask));
        } catch (IOException refused) {
            // it was sent away at once
        }
    }

    private static void askOn(SocketChannel comer, byte[] ask) {
        try {
            while (true) {
                comer.write(ByteBuffer.wrap(ask));
            }
        } catch (IOException letGo) {
            // that is what it is about
        }
    }

    private static void awaitLine() throws IOException {
        for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
            // the line itself says nothing
        }
    }

    private static void closeQuietly(SocketChannel comer) {
        try {
            comer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
