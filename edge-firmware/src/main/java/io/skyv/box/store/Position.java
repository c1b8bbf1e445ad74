package io.skyv.box.store;

/**
 * A place in a rendition: part {@code part} of segment {@code sequence}. {@link #WHOLE} as part means all of it.
 */
public record Position(long sequence, int part) {
    public static final int WHOLE = Integer.MAX_VALUE;

    public static Position wholeSegment(long sequence) {
        return new Position(sequence, WHOLE);
    }
}
