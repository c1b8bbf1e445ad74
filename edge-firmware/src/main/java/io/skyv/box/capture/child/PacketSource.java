package io.skyv.box.capture.child;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where coded packets come from. */
interface PacketSource extends AutoCloseable {
    /** Stays the source's. */
    SourceFormat format();

    /**
     * The next packet, which is the caller's then; null at the end. Waits for it.
     *
     * @throws IOException when the box is gone
     */
    @Nullable
    MediaPacket next() throws CaptureException, IOException;

    @Override
    void close();
}
