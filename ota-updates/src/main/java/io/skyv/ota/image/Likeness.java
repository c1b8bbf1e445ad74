package io.skyv.ota.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Which chunks of an old image a block of the new one is most like. Of every so many places, chosen by what stands there and so
 * the same in both images, eight bytes are looked up; those that only one chunk has speak for it.
 */
final class Likeness {
    static final int CHUNK_BYTES = 32 << 10;
    /** A chunk's number has two bytes, and two values have another meaning here. */
    static final int MAX_CHUNKS = 0xfffe;

    /** Of two bytes each. */
    private static final int TABLE_LOG = 21;

    private static final int MIN_SAMPLING_LOG = 5;
    private static final long MIX = 0x9e3779b97f4a7c15L; // of the golden ratio, as Fibonacci hashing has it
    private static final char NOBODY = 0;
    private static final char SEVERAL = 0xffff;
    private static final int DISTANCE_BITS = 16;

    private final char[] ownerPlusOne = new char[1 << TABLE_LOG];
    private final int samplingLog;
    private final int chunks;

    private Likeness(long imageBytes) {
        this.chunks = Math.toIntExact((imageBytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
        int positionsLog = Long.SIZE - Long.numberOfLeadingZeros(imageBytes);
        this.samplingLog = Math.max(MIN_SAMPLING_LOG, positionsLog - TABLE_LOG + 1);
    }

    /** Reads all of it, a chunk at a time. */
    static Likeness of(FileChannel image) throws IOException {
        Likeness likeness = new Likeness(image.size());
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES + Long.BYTES - 1);
        for (int number = 0; number < likeness.chunks; number++) {
            ChunkFile.read(image, (long) number * CHUNK_BYTES, chunk.clear());
            char owner = (char) (number + 1);
            likeness.sample(chunk.flip(), place -> {
                char before = likeness.ownerPlusOne[place];
                likeness.ownerPlusOne[place] = before == NOBODY || before == owner ? owner : SEVERAL;
            });
        }
        return likeness;
    }

    private interface Place {
        void take(int place);
    }

    private void sample(ByteBuffer bytes, Place places) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at <= bytes.limit() - Long.BYTES; at++) {
            long hash = bytes.getLong(at) * MIX;
            if (hash >>> (Long.SIZE - samplingLog) == 0) {
                places.take((int) (hash << samplingLog >>> (Long.SIZE - TABLE_LOG)));
            }
        }
    }

    /**
     * The likest; of those as like, the nearest to where the block is.
     *
     * @param block from 0 to its limit
     * @param atByte where it is in the new image
     * @return numbers, rising
     */
    int[] likest(ByteBuffer block, long atByte, int max) {
        int[] votes = new int[chunks];
        sample(block, place -> {
            char owner = ownerPlusOne[place];
            if (owner != NOBODY && owner != SEVERAL) {
                votes[owner - 1]++;
            }
        });
        long middle = (atByte + block.limit() / 2) / CHUNK_BYTES;
        long[] ranked = new long[chunks];
        for (int number = 0; number < chunks; number++) {
            long near = MAX_CHUNKS - Math.min(MAX_CHUNKS, Math.abs(number - middle));
            ranked[number] = ((long) votes[number] << 2 * DISTANCE_BITS) | (near << DISTANCE_BITS) | number;
        }
        Arrays.sort(ranked);
        int count = Math.min(max, chunks);
        return Arrays.stream(ranked, chunks - count, chunks)
                .mapToInt(rank -> (int) (rank & 0xffff))
                .sorted()
                .toArray();
    }
}
