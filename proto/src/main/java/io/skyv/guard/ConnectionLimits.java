package io.skyv.guard;

import java.time.Duration;

/**
 * @param maxConnections open at once, in all
 * @param maxPerAddress open at once from one IPv4 address or one IPv6 network of 64 bits
 * @param requestTimeout from a request's first byte to its answer's first byte, and from connecting to the first request
 * @param minSendBytesPerSecond a receiver that takes less over {@link #SEND_WINDOW} while more waits for it is let go
 */
public record ConnectionLimits(
        int maxConnections, int maxPerAddress, Duration requestTimeout, long minSendBytesPerSecond) {
    /** How long a receiver may lag before it is judged: a walk through a tunnel. */
    public static final Duration SEND_WINDOW = Duration.ofSeconds(20);

    /** File descriptors that the program needs for itself: files, and whom it connects to. */
    private static final long RESERVED_DESCRIPTORS = 256;

    public ConnectionLimits {
        if (maxConnections < 1 || maxPerAddress < 1 || minSendBytesPerSecond < 0) {
            throw new IllegalArgumentException("max-connections, max-connections-per-address: at least 1");
        }
        if (requestTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("request-timeout is at least PT1S");
        }
    }

    /** With no more connections than the process has descriptors for; beyond that it could not even refuse. */
    ConnectionLimits within(long descriptors) {
        long most = Math.max(1, descriptors - RESERVED_DESCRIPTORS);
        return most >= maxConnections
                ? this
                : new ConnectionLimits((int) most, maxPerAddress, requestTimeout, minSendBytesPerSecond);
    }
}
