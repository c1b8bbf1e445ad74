package io.skyv.together;

import java.time.Duration;
import java.util.Map;

/** What may be chosen on the command line, and the network that all of them use. */
final class Soak {
    /** A small picture: the machine's time is for what is tested. */
    static final Map<String, String> CAMERA = Map.of(
            "SKYV_CAMERA", "test",
            "SKYV_ENCODING_WIDTH", "640",
            "SKYV_ENCODING_HEIGHT", "360",
            "SKYV_ENCODING_FRAME_RATE", "15",
            "SKYV_ENCODING_BITRATE", "500000");

    /** What is kept of each stream: small, so that it is full after a minute and a half, and what grows then is a leak. */
    static final Map<String, String> SMALL_RING = Map.of("SKYV_RELAY_RING_BYTES", Integer.toString(8 << 20));

    private Soak() {}

    static int rounds() {
        return Integer.getInteger("skyv.soak.rounds", 60);
    }

    /** The same seed chooses the same victims and moments. */
    static long seed() {
        return Long.getLong("skyv.soak.seed", System.nanoTime());
    }

    /** How long the control plane is away. */
    static Duration away() {
        return Duration.parse(System.getProperty("skyv.soak.away", "PT2M"));
    }

    static int minutes() {
        return Integer.getInteger("skyv.soak.minutes", 15);
    }
}
