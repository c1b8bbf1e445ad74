package io.skyv.ota.fetch;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Reads an answer within bounds: never more bytes than may come, never slower than they may come. */
public final class BoundedBytes {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final FetchLimits limits;
    private final LongSupplier nanoTime;

    /** @param nanoTime only ever forward, as {@link System#nanoTime()} */
    public BoundedBytes(FetchLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Takes the bytes as they come. */
    public interface Sink {
        /** @param bytes only the first {@code length} of them, and only during the call */
        void take(byte[] bytes, int length) throws UpdateException;
    }

    /** All of a small file. */
    public byte[] all(Transport.Body body, int maxBytes) throws UpdateException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pump(body, maxBytes, (bytes, length) -> all.write(bytes, 0, length));
        return all.toByteArray();
    }

    /**
     * @return how many bytes came
     * @throws UpdateException TOO_LONG, TOO_SLOW, or UNREACHABLE if the answer breaks off
     */
    public long pump(Transport.Body body, long maxBytes, Sink sink) throws UpdateException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long total = 0;
        Window window = new Window();
        while (true) {
            int length = read(body.bytes(), chunk);
            if (length < 0) {
                return total;
            }
            total += length;
            if (total > maxBytes) {
                throw new UpdateException(Problem.TOO_LONG, "more than the " + maxBytes + " bytes that may come");
            }
            window.count(length);
            sink.take(chunk, length);
        }
    }

    private static int read(InputStream in, byte[] chunk) throws UpdateException {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            throw new UpdateException(Problem.UNREACHABLE, "the answer broke off: " + e.getMessage(), e);
        }
    }

    /** Each window must carry its share, so that a fast start buys no slow end. */
    private final class Window {
        private long sinceNanos = nanoTime.getAsLong();
        private long bytes;

        void count(int length) throws UpdateException {
            bytes += length;
            long millis = (nanoTime.getAsLong() - sinceNanos) / NANOS_PER_MILLI;
            if (millis < limits.windowMillis()) {
                return;
            }
            if (bytes * MILLIS_PER_SECOND / millis < limits.minBytesPerSecond()) {
                throw new UpdateException(
                        Problem.TOO_SLOW, bytes + " bytes in " + millis + " ms: the server holds the answer back");
            }
            sinceNanos = nanoTime.getAsLong();
            bytes = 0;
        }
    }
}
