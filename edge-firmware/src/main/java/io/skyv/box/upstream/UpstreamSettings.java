package io.skyv.box.upstream;

/**
 * @param relays whether this box carries streams of others at all
 * @param grantBytes most that one grant from a parent is asked for, in bytes
 * @param lingerMillis a stream that nobody has asked for so long is let go
 * @param maxStreams streams carried at once
 */
public record UpstreamSettings(boolean relays, long grantBytes, long lingerMillis, int maxStreams) {
    public UpstreamSettings {
        if (grantBytes < 1 || lingerMillis < 1 || maxStreams < 1) {
            throw new IllegalArgumentException("the figures of a relay are at least 1");
        }
    }
}
