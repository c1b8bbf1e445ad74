package io.skyv.box.capture.child;

import java.io.IOException;

/** Brings an epoch's pictures from the source to the writer. */
interface VideoLane extends AutoCloseable {
    /** Of what it brings; stays the lane's or its source's. */
    TrackFormat format();

    /**
     * Takes the packet over.
     *
     * @return false if it cannot go on with this packet, which it then gave back unclosed
     */
    boolean accept(MediaPacket picture, EpochWriter out) throws CaptureException, IOException;

    /** Whether the pictures that come now are of another size than those before. */
    default boolean sizeChanged() {
        return false;
    }

    @Override
    void close();
}
