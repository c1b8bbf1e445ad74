package io.skyv.box.capture.child;

import java.io.IOException;

/** Brings an epoch's sound from the source to the writer. */
interface AudioLane extends AutoCloseable {
    /** Of what it brings; stays the lane's or its source's. */
    TrackFormat format();

    /** Takes the packet over. */
    void accept(MediaPacket sound, EpochWriter out) throws CaptureException, IOException;

    @Override
    void close();
}
