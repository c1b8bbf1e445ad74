package io.skyv.control.journal;

import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * A snapshot's records in pieces that a store can keep: each record with its length as u32 before it, and at the end, in
 * the same way, the SHA-256 of all bytes before. That the chunks are as they were written is seen before any is believed.
 */
final class SnapshotChunks {
    /** Bytes of a chunk, unless a single record is longer. */
    static final int MAX_CHUNK_BYTES = 1 << 20;

    private final List<byte[]> full = new ArrayList<>();
    private final MessageDigest sha = Digest.newSha256();
    private ByteBuffer filling = ByteBuffer.allocate(MAX_CHUNK_BYTES);

    private SnapshotChunks() {}

    /** @param records hands out all records */
    static List<byte[]> pack(Consumer<Consumer<byte[]>> records) {
        SnapshotChunks chunks = new SnapshotChunks();
        records.accept(record -> {
            chunks.sha.update(lengthOf(record));
            chunks.sha.update(record);
            chunks.add(record);
        });
        chunks.add(chunks.sha.digest());
        chunks.cut();
        return chunks.full;
    }

    private void add(byte[] record) {
        int needed = Integer.BYTES + record.length;
        if (filling.remaining() < needed) {
            cut();
            filling = ByteBuffer.allocate(Math.max(MAX_CHUNK_BYTES, needed));
        }
        filling.put(lengthOf(record)).put(record);
    }

    private void cut() {
        if (filling.position() > 0) {
            byte[] bytes = new byte[filling.flip().remaining()];
            filling.get(bytes);
            full.add(bytes);
        }
    }

    private static byte[] lengthOf(byte[] record) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(record.length).array();
    }

    /** @throws MalformedException if they are not as {@link #pack} made them */
    static Iterator<byte[]> unpack(List<byte[]> chunks) throws MalformedException {
        MessageDigest sha = Digest.newSha256();
        byte[] record = {};
        long records = 0;
        for (byte[] chunk : chunks) {
            ByteBuffer in = ByteBuffer.wrap(chunk);
            while (in.hasRemaining()) {
                if (records++ > 0) {
                    sha.update(lengthOf(record));
                    sha.update(record);
                }
                record = next(in);
            }
        }
        if (!MessageDigest.isEqual(sha.digest(), record)) {
            throw new MalformedException("it does not have its hash");
        }
        return new Records(chunks.iterator(), records - 1);
    }

    private static byte[] next(ByteBuffer in) throws MalformedException {
        int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new MalformedException("a chunk of it is torn");
        }
        byte[] record = new byte[length];
        in.get(record);
        return record;
    }

    private static final class Records implements Iterator<byte[]> {
        private final Iterator<byte[]> chunks;
        private ByteBuffer in = ByteBuffer.allocate(0);
        private long left;

        Records(Iterator<byte[]> chunks, long left) {
            this.chunks = chunks;
            this.left = left;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public byte[] next() {
            if (left-- <= 0) {
                throw new NoSuchElementException("no record is left");
            }
            while (!in.hasRemaining()) {
                in = ByteBuffer.wrap(chunks.next());
            }
            try {
                return SnapshotChunks.next(in);
            } catch (MalformedException e) {
                throw new AssertionError("it was read before", e);
            }
        }
    }
}
