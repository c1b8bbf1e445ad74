package io.skyv.box.capture.child;

/** Decides, before each picture, whether it begins a part or a segment. Looks at nothing but the pictures' times. */
final class PartCutter {
    /** Times are rounded to the tick: what is too long by less than this is not too long. */
    private static final long TOLERANCE_MICROS = 1_000;

    /** How many pictures it takes to learn that they last longer or shorter now. */
    private static final long SMOOTHING = 8;

    enum Cut {
        NONE,
        PART,
        SEGMENT
    }

    private final long partTargetMicros;
    private final long leastSegmentMicros;
    private long partStartMicros;
    private long segmentStartMicros;
    private long pictureMicros;
    private boolean begun;

    /**
     * @param partTargetMicros a part has as many pictures as come nearest to this: so pictures that come a little early or
     *     late make none a whole picture shorter than the others (RFC 8216bis §4.4.4.9 wants none below 85 % of the longest)
     * @param leastSegmentMicros keyframes that come earlier in a segment do not end it
     */
    PartCutter(long partTargetMicros, long leastSegmentMicros) {
        this.partTargetMicros = partTargetMicros;
        this.leastSegmentMicros = leastSegmentMicros;
    }

    /** What to cut before the picture at {@code atMicros}, which probably lasts {@code durationMicros}. */
    Cut before(long atMicros, long durationMicros, boolean key) {
        if (!begun) {
            begun = true;
            partStartMicros = atMicros;
            segmentStartMicros = atMicros;
            return Cut.NONE;
        }
        if (key && atMicros - segmentStartMicros >= leastSegmentMicros - TOLERANCE_MICROS) {
            segmentStartMicros = atMicros;
            partStartMicros = atMicros;
            return Cut.SEGMENT;
        }
        pictureMicros += pictureMicros == 0 ? durationMicros : (durationMicros - pictureMicros) / SMOOTHING;
        if (atMicros + pictureMicros / 2 - partStartMicros > partTargetMicros + TOLERANCE_MICROS) {
            partStartMicros = atMicros;
            return Cut.PART;
        }
        return Cut.NONE;
    }
}
