package io.skyv.together;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When parts reached viewers. What counts as the moment a part was there is when the first viewer heard of it. Thread-safe.
 */
final class Deliveries {
    private final Map<String, Long> firstHeardNanos = new ConcurrentHashMap<>();
    private final List<Long> tookNanos = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean counting;
    private volatile boolean goOn = true;

    boolean goOn() {
        return goOn;
    }

    void end() {
        goOn = false;
    }

    /** From now on deliveries count; those before were the warming-up. */
    synchronized void count() {
        tookNanos.clear();
        bytes.set(0);
        counting = true;
    }

    void heardOf(String part) {
        firstHeardNanos.putIfAbsent(part, System.nanoTime());
    }

    void delivered(String part, long partBytes) {
        long now = System.nanoTime();
        Long heard = firstHeardNanos.get(part);
        if (counting && heard != null) {
            bytes.addAndGet(partBytes);
            synchronized (this) {
                tookNanos.add(now - heard);
            }
        }
    }

    synchronized void failed(Throwable failure) {
        if (goOn) {
            failures.add(failure);
        }
    }

    synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }

    synchronized int count(boolean stop) {
        counting = !stop;
        return tookNanos.size();
    }

    long bytes() {
        return bytes.get();
    }

    /** @param share of deliveries that took no longer, 0 to 1 */
    synchronized double millis(double share) {
        long[] sorted = tookNanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }
}
