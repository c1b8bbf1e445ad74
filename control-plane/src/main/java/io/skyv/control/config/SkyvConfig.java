package io.skyv.control.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The control plane's own keys. Each can be given as an environment variable ({@code skyv.price.viewer-micros-per-gib}
 * is {@code SKYV_PRICE_VIEWER_MICROS_PER_GIB}) or as a system property.
 */
@ConfigMapping(prefix = "skyv")
public interface SkyvConfig {
    /** Directory for everything that is kept: keys, and the database unless there is an external one. */
    @WithDefault("./data/control")
    Path data();

    /**
     * An external PostgreSQL: {@code postgresql://user:password@host:port/database} or its JDBC form. Without it, one
     * that is brought along runs in the data directory.
     */
    Optional<String> databaseUrl();

    /** What the first start begins with: the path of a genesis file, or {@code test} or {@code demo}. */
    @WithDefault("test")
    String genesis();

    /** How long a round of the ledger is. */
    @WithDefault("P1D")
    Duration round();

    Http http();

    Price price();

    Grants grants();

    Updates updates();

    /** Signed releases for boxes, made by {@code ./skyv release}. */
    interface Updates {
        /** Where {@code ./skyv release} works; without it, no updates are served here. */
        Optional<Path> directory();

        /** The key files that sign snapshot and timestamp; without them, nothing is published or renewed here. */
        Optional<List<Path>> onlineKeys();

        /** A file whose first line is the passphrase of the online keys. */
        Optional<Path> passphraseFile();

        /** How often the directory is looked at. */
        @WithDefault("PT5S")
        Duration period();
    }

    /** Who may connect, and how long a client may take. */
    interface Http {
        /** Connections open at once; fewer where the process may not open so many files. */
        @WithDefault("10000")
        @Min(1)
        int maxConnections();

        /** Connections open at once from one IPv4 address, or one IPv6 network of 64 bits; a proxy is one address. */
        @WithDefault("1000")
        @Min(1)
        int maxConnectionsPerAddress();

        /** From a request's first byte to its answer's; a box that has nothing to ask pings three times as often. */
        @WithDefault("PT1M")
        Duration requestTimeout();

        /** A client that takes fewer bytes per second for 20 s, while more waits for it, is let go; 0: never. */
        @WithDefault("1024")
        @Min(0)
        long minSendRate();
    }

    /** What media costs, in micro-SKYV for 2³⁰ bytes. */
    interface Price {
        /** What a viewer's grant costs the payer of the stream. */
        @WithDefault("1000000")
        @Min(0)
        @Max(1_000_000_000_000L)
        long viewerMicrosPerGib();

        /** What a relay's owner pays to the source. */
        @WithDefault("500000")
        @Min(0)
        @Max(1_000_000_000_000L)
        long transitMicrosPerGib();
    }

    /** How much a grant is good for. */
    interface Grants {
        /** Bytes of a grant whose receiver does not say how many it wants. */
        @WithDefault("268435456")
        @Min(1)
        @Max(4_294_967_296L)
        long defaultBytes();

        /** How long a box may serve under a grant. */
        @WithDefault("PT1H")
        Duration life();

        /** Grants of one stream that are good at the same time. */
        @WithDefault("10000")
        @Min(1)
        int maxPerStream();

        /** Grants that are not closed, in all. */
        @WithDefault("200000")
        @Min(1)
        int maxOpen();
    }
}
