package io.skyv.box.segment;

/**
 * Epochs and media sequence numbers of one rendition. They never go back, also when the box is switched off without
 * warning: players and relays know a stream by them.
 */
public interface Numbering {
    /** A number above every one given before. */
    long nextEpoch();

    /** One above the last, or further above it after a restart. */
    long nextSequence();
}
