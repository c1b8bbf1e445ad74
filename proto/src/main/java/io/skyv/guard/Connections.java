package io.skyv.guard;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The connections that are open, in all and by address. Thread-safe. */
public final class Connections {
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    /** Why a connection is not kept. */
    public enum Cause {
        TOO_MANY,
        TOO_MANY_OF_ADDRESS,
        SLOW_REQUEST,
        SLOW_RECEIVER;

        /** As it stands in the metric. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final ConnectionLimits limits;
    private final Consumer<Cause> told;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<ByteBuffer, Integer> byAddress = new ConcurrentHashMap<>();

    /** @param told of each connection that is not kept, and why; on any thread */
    public Connections(ConnectionLimits limits, Consumer<Cause> told) {
        this.limits = limits.within(descriptors());
        this.told = told;
        if (this.limits.maxConnections() < limits.maxConnections()) {
            LOG.log(
                    Level.WARNING,
                    "at most {0} connections, not {1}: the process may open no more files (ulimit -n)",
                    Integer.toString(this.limits.maxConnections()),
                    Integer.toString(limits.maxConnections()));
        }
    }

    ConnectionLimits limits() {
        return limits;
    }

    /** How many there are now. */
    public int open() {
        return open.get();
    }

    /** Counts a new connection, or says why there is no place for it; then it is not counted. */
    Optional<Cause> admit(InetAddress from) {
        if (open.incrementAndGet() > limits.maxConnections()) {
            open.decrementAndGet();
            return Optional.of(Cause.TOO_MANY);
        }
        int ofAddress = byAddress.merge(network(from), 1, Integer::sum);
        if (ofAddress > limits.maxPerAddress()) {
            left(from);
            return Optional.of(Cause.TOO_MANY_OF_ADDRESS);
        }
        return Optional.empty();
    }

    /** One that was admitted is gone. */
    void left(InetAddress from) {
        open.decrementAndGet();
        byAddress.computeIfPresent(network(from), (_, count) -> count == 1 ? null : count - 1);
    }

    void ended(Cause cause) {
        told.accept(cause);
    }

    /** One home has one IPv4 address, or 2⁶⁴ of IPv6. */
    static ByteBuffer network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
