package io.skyv.box.uplink.grpc;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The keys of the uplink. */
@ConfigMapping(prefix = "skyv")
public interface UplinkConfig {
    /** The control plane, host:port. */
    @WithDefault("127.0.0.1:8443")
    String control();

    Uplink uplink();

    interface Uplink {
        /** How often receipts travel that close nothing; closing ones travel at once. */
        @WithDefault("PT1M")
        Duration receiptInterval();

        /** Most receipts in one batch. */
        @WithDefault("500")
        int maxBatch();

        /** First wait after a lost connection; it doubles from then on. */
        @WithDefault("PT0.5S")
        Duration backoffFirst();

        /** Longest wait between tries to connect. */
        @WithDefault("PT10S")
        Duration backoffMax();
    }
}
