package io.skyv.ota.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An old image, of which some chunks are wanted at a time: what is in memory is those, however large it is. */
final class ChunkFile {
    private ChunkFile() {}

    /** Fills the buffer, or as far as the file goes. */
    static void read(FileChannel file, long fromByte, ByteBuffer into) throws IOException {
        long at = fromByte;
        while (into.hasRemaining()) {
            int got = file.read(into, at);
            if (got < 0) {
                return;
            }
            at += got;
        }
    }

    /** Each chunk behind the one before; the buffer has room for them, and is ready to be read afterwards. */
    static void gather(FileChannel file, int[] chunks, ByteBuffer into) throws IOException {
        into.clear();
        for (int number : chunks) {
            into.limit(Math.min(into.capacity(), into.position() + Likeness.CHUNK_BYTES));
            read(file, (long) number * Likeness.CHUNK_BYTES, into);
        }
        into.flip();
    }
}
