package io.skyv.box.segment;

import io.skyv.proto.manifest.SignedManifest;

/** Takes what a source or a parent box makes, in order: an init segment, parts, and the end of each segment. */
public interface PieceSink {
    void init(Piece init);

    void part(Piece part);

    /** The segment whose parts have come is complete; {@code manifest} is of all of it. */
    void segmentEnd(SignedManifest manifest);
}
