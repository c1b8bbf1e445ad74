package io.skyv.box.uplink.grpc;

import java.net.URI;
import java.time.Duration;

/**
 * What the uplink is told.
 *
 * @param publicUrl where receivers reach this box, without a slash at the end
 * @param relays whether this box relays streams of others
 * @param receiptInterval how often receipts travel that close nothing
 * @param maxBatch most receipts in one batch, 1 to {@value #MAX_BATCH}
 * @param callTimeout longest wait for an answer of the control plane
 */
public record UplinkSettings(
        ControlAddress control,
        URI publicUrl,
        boolean relays,
        String firmwareVersion,
        Duration receiptInterval,
        int maxBatch,
        Duration callTimeout,
        Duration backoffFirst,
        Duration backoffMax) {
    /** What a control plane takes. */
    public static final int MAX_BATCH = 1000;

    public UplinkSettings {
        if (maxBatch < 1 || maxBatch > MAX_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_BATCH + " receipts");
        }
        if (!receiptInterval.isPositive() || !callTimeout.isPositive()) {
            throw new IllegalArgumentException("an interval is more than nothing");
        }
        if (publicUrl.toString().endsWith("/")) {
            throw new IllegalArgumentException("the public URL has no slash at its end");
        }
    }
}
