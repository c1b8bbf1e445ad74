package io.skyv.box.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of an init segment, of a part or of a whole segment, where the ring keeps them. */
public record Body(MemoryFile file, long offset, long length) {
    public Body {
        if (offset < 0 || length < 1) {
            throw new IllegalArgumentException("a body has at least a byte, not " + length + " from " + offset);
        }
    }

    /** Keeps the bytes until {@link #letGo}, whatever the ring does; false if it has dropped them already. */
    public boolean hold() {
        return file.hold();
    }

    public void letGo() {
        file.letGo();
    }

    /** What has the bytes from {@link #offset} on; only while they are held. */
    public FileChannel channel() {
        return file.channel();
    }

    /** A copy; only while they are held. */
    public byte[] read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
        while (bytes.hasRemaining()) {
            if (channel().read(bytes, offset + bytes.position()) < 0) {
                throw new IOException("a body is shorter than " + length + " bytes");
            }
        }
        return bytes.array();
    }
}
