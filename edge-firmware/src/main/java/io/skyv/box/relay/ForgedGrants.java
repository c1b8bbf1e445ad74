package io.skyv.box.relay;

import io.skyv.box.meter.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who presented forged grants of late. Finding out costs a signature's check each time, so that an address that has
 * presented too many waits: its next ones are not looked at until the period is over. Thread-safe.
 */
final class ForgedGrants {
    /** Forged grants that one address may present in one period. */
    static final int MAX_PER_ADDRESS = 20;

    static final long PERIOD_MILLIS = 10_000;

    /** Addresses remembered; the one that was heard of the longest ago is forgotten first. */
    static final int MAX_ADDRESSES = 10_000;

    private record Count(long sinceMillis, int forged) {}

    private final Map<String, Count> byAddress = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    synchronized boolean mustWait(String address, long nowMillis) {
        Count count = byAddress.get(address);
        return count != null && count.forged() >= MAX_PER_ADDRESS && nowMillis - count.sinceMillis() < PERIOD_MILLIS;
    }

    /** What became of a request of this address. */
    synchronized void refused(String address, Refusal.Code code, long nowMillis) {
        if (code != Refusal.Code.GRANT_FORGED) {
            return;
        }
        Count count = byAddress.get(address);
        if (count == null || nowMillis - count.sinceMillis() >= PERIOD_MILLIS) {
            byAddress.put(address, new Count(nowMillis, 1));
        } else {
            byAddress.put(address, new Count(count.sinceMillis(), count.forged() + 1));
        }
    }
}
