package io.skyv.box.store;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all rings of a box share: each gets an even part of it, and never more than one ring may have. So many
 * streams make each one's past shorter, and not the box fall over. Thread-safe.
 */
public final class RingMemory {
    /** A ring with less than this would not hold the segments that players ask for: one more is refused. */
    public static final long MIN_RING_BYTES = 4L << 20;

    private final long totalBytes;
    private final long maxRingBytes;
    private final AtomicInteger rings = new AtomicInteger();
    private final AtomicLong lingeringBytes = new AtomicLong();

    /**
     * @param totalBytes of all rings together
     * @param maxRingBytes of one ring
     */
    public RingMemory(long totalBytes, long maxRingBytes) {
        if (totalBytes < MIN_RING_BYTES || maxRingBytes < 1) {
            throw new IllegalArgumentException("the rings need at least " + MIN_RING_BYTES + " bytes, not "
                    + Math.min(totalBytes, maxRingBytes) + "; set SKYV_RELAY_MEMORY_BYTES");
        }
        this.totalBytes = totalBytes;
        this.maxRingBytes = maxRingBytes;
    }

    /** @return a new ring, which gives its part back when it is closed; empty if there is no room for it */
    public Optional<LiveRing> open() {
        int before = rings.get();
        while (hasRoomFor(before + 1)) {
            if (rings.compareAndSet(before, before + 1)) {
                return Optional.of(new LiveRing(this::shareBytes, lingeringBytes, rings::decrementAndGet));
            }
            before = rings.get();
        }
        return Optional.empty();
    }

    /** Whether {@code more} rings could be opened now. */
    public boolean hasRoom(int more) {
        return hasRoomFor(rings.get() + more);
    }

    /** Bytes that rings have dropped while slow receivers still have them to take; the rings have so much less. */
    public long lingeringBytes() {
        return lingeringBytes.get();
    }

    /** Rings that can be open at once. */
    public int maxRings() {
        return (int) Math.min(Integer.MAX_VALUE, totalBytes / MIN_RING_BYTES);
    }

    private boolean hasRoomFor(int count) {
        return count <= maxRings();
    }

    private long shareBytes() {
        long forRings = Math.max(0, totalBytes - lingeringBytes.get());
        return Math.min(maxRingBytes, forRings / Math.max(1, rings.get()));
    }
}
