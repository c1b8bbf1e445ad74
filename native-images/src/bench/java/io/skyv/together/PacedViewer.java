package io.skyv.together;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@link BenchViewer} asks for, of a server of files: a playlist and a part each time that a part would be there, at
 * the same moments as all others; one connection, kept alive.
 */
final class PacedViewer implements Runnable {
    static final String PLAYLIST = "index.m3u8";
    static final String PART = "part.m4s";
    private static final long PART_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int READ_BYTES = 128 * 1024;

    private final URI server;
    private final long startNanos;
    private final Deliveries deliveries;

    PacedViewer(URI server, long startNanos, Deliveries deliveries) {
        this.server = server;
        this.startNanos = startNanos;
        this.deliveries = deliveries;
    }

    @Override
    public void run() {
        try (KeepAlive connection = KeepAlive.open(server, READ_BYTES)) {
            for (long tick = 1; deliveries.goOn(); tick++) {
                await(startNanos + tick * PART_NANOS);
                String part = Long.toString(tick);
                deliveries.heardOf(part);
                get(connection, PLAYLIST);
                deliveries.delivered(part, get(connection, PART));
            }
        } catch (IOException | RuntimeException e) {
            deliveries.failed(e);
        }
    }

    private static long get(KeepAlive connection, String name) throws IOException {
        KeepAlive.Answer answer = connection.get("/" + name, 1024);
        if (answer.status() != 200) {
            throw new IOException(name + ": " + answer.head());
        }
        return answer.bodyBytes();
    }

    private static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
