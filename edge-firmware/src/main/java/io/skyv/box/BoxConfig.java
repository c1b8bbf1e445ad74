package io.skyv.box;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Every key of the box but those of its uplink; docs/owner/configuration.md explains them. */
@ConfigMapping(prefix = "skyv")
public interface BoxConfig {
    /** Directory of everything that the box keeps. */
    @WithDefault("data/box")
    Path data();

    /** Where the picture comes from: test, the board's own, a device, a URL, a file. None: this box only relays. */
    Optional<String> camera();

    /** How a camera's picture is encoded, where it must be. */
    Encoding encoding();

    /** The stream that the camera makes. */
    Stream stream();

    Box box();

    Board board();

    Relay relay();

    Meter meter();

    interface Encoding {
        /** Largest width of an encoded picture, pixels. */
        @WithDefault("1280")
        int width();

        /** Largest height of an encoded picture, pixels. */
        @WithDefault("720")
        int height();

        /** Most frames per second of an encoded picture. */
        @WithDefault("30")
        int frameRate();

        /** Bits per second of encoded video. */
        @WithDefault("2500000")
        int bitrate();
    }

    interface Stream {
        /** Last part of the stream's id. */
        @WithDefault("camera")
        String name();

        /** Longest part: 100 to 500 ms. Shorter ones are sooner on the screen, and cost each viewer more requests. */
        @WithDefault("PT0.2S")
        Duration part();

        /** What viewers read. */
        @WithDefault("Camera")
        String title();
    }

    interface Box {
        /** Address that the box listens on. */
        @WithDefault("0.0.0.0")
        String host();

        /** TCP port that the box listens on. */
        @WithDefault("8090")
        int port();

        /** Where receivers reach this box, such as http://192.0.2.7:8090; by default made of host and port. */
        Optional<URI> publicUrl();

        /** Connections open at once; fewer where the process may not open so many files. */
        @WithDefault("8000")
        int maxConnections();

        /** Connections open at once from one IPv4 address, or one IPv6 network of 64 bits. */
        @WithDefault("1000")
        int maxConnectionsPerAddress();

        /** From a request's first byte to its answer's; requests that wait for the next part take up to 8 s. */
        @WithDefault("PT20S")
        Duration requestTimeout();

        /** A receiver that takes fewer bytes per second for 20 s, while more waits for it, is let go; 0: never. */
        @WithDefault("8192")
        long minSendRate();
    }

    interface Board {
        /** Profile of the hardware that this box runs on: a file, or the id of a shipped one. None: no hardware is driven. */
        Optional<String> profile();

        /** Whether the board's hardware watchdog is started; once started, it restarts the board when the box hangs. */
        @WithDefault("true")
        boolean watchdog();
    }

    interface Relay {
        /** Whether this box relays streams of others. */
        @WithDefault("true")
        boolean enabled();

        /** Most memory for one stream's newest segments, in bytes. */
        @WithDefault("33554432")
        long ringBytes();

        /** Memory for the newest segments of all streams together, in bytes; beside Java's heap. */
        @WithDefault("134217728")
        long memoryBytes();

        /** Most that one grant from a parent box is asked for, in bytes. */
        @WithDefault("268435456")
        long grantBytes();

        /** A relayed stream that nobody has asked for so long is let go. */
        @WithDefault("PT1M")
        Duration linger();

        /** Streams relayed at once. */
        @WithDefault("64")
        int maxStreams();
    }

    interface Meter {
        /** Grants remembered at once. */
        @WithDefault("50000")
        int maxGrants();

        /** A grant unused for so long is closed. */
        @WithDefault("PT3M")
        Duration idleClose();

        /** Signatures of new grants checked in a second. */
        @WithDefault("1000")
        int maxGrantChecks();
    }
}
