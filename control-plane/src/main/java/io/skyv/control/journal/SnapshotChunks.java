package io.skyv.control.journal;

import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * A snapshot's records in pieces that a store can keep: each record with its length as u32 before it, and at the end, in
 * the same way, the SHA-256 of all bytes before. That the chunks are as they were written is seen before any is believed.
 */
final class SnapshotChunks {
    /** Bytes of a chunk, unless a single record is longer: under what the collector has to place by itself. */
    static final int MAX_CHUNK_BYTES = 1 << 18;

    private static final byte[] HASH_LENGTH = lengthOf(new byte[Digest.BYTES]);

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

    /**
     * @param breath is called before each record
     * @throws MalformedException if they are not as {@link #pack} made them
     */
    static Iterator<byte[]> unpack(List<byte[]> chunks, Runnable breath) throws MalformedException {
        byte[] last = chunks.isEmpty() ? new byte[0] : chunks.getLast();
        int end = last.length - Digest.BYTES;
        if (end < Integer.BYTES || !Arrays.equals(HASH_LENGTH, 0, Integer.BYTES, last, end - Integer.BYTES, end)) {
            throw new MalformedException("it does not end with its hash");
        }
        MessageDigest sha = Digest.newSha256();
        chunks.subList(0, chunks.size() - 1).forEach(sha::update);
        sha.update(last, 0, end - Integer.BYTES);
        if (!MessageDigest.isEqual(sha.digest(), Arrays.copyOfRange(last, end, last.length))) {
            throw new MalformedException("it does not have its hash");
        }
        return new Records(chunks, end - Integer.BYTES, breath);
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
        private final byte[] last;
        private final int lastBytes;
        private final Runnable breath;
        private ByteBuffer in = ByteBuffer.allocate(0);

        /** @param lastBytes of the last chunk, before the hash */
        Records(List<byte[]> chunks, int lastBytes, Runnable breath) {
            this.chunks = chunks.iterator();
            this.last = chunks.getLast();
            this.lastBytes = lastBytes;
            this.breath = breath;
        }

        @Override
        public boolean hasNext() {
            while (!in.hasRemaining() && chunks.hasNext()) {
                byte[] chunk = chunks.next();
                in = ByteBuffer.wrap(chunk, 0, chunk == last ? lastBytes : chunk.length);
            }
            return in.hasRemaining();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no record is left");
            }
            breath.run();
            try {
                return SnapshotChunks.next(in);
            } catch (MalformedException e) {
                throw new AssertionError("they were packed like this", e);
            }
        }
    }
}
