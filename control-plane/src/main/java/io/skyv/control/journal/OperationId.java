package io.skyv.control.journal;

/**
 * 128 bits that name an operation: asked again with the same id, the same operation is not done twice. The first 32 bits
 * are the round it was asked in, so that old ids can be forgotten.
 */
public record OperationId(long high, long low) {
    /** An id of this round, with 96 bits of whoever asks. */
    public static OperationId of(long round, int middle, long low) {
        if (round < 0 || round > 0xffff_ffffL) {
            throw new IllegalArgumentException("an id's round has 32 bits, not " + round);
        }
        return new OperationId(round << 32 | middle & 0xffff_ffffL, low);
    }

    public long round() {
        return high >>> 32;
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
