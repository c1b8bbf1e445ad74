package io.skyv.box.capture.child;

/** Decides, before each picture, whether it begins a part or a segment. Looks at nothing but the pictures' times. */
final class PartCutter {
    /** Times are rounded to the tick: a part that is too long by less than this is not too long. */
    private static final long TOLERANCE_MICROS = 1_000;

    enum Cut {
        NONE,
        PART,
        SEGMENT
    }

    private final long partTargetMicros;
    private final long leastSegmentMicros;
    private long partStartMicros;
    private long segmentStartMicros;
    private boolean begun;

    /**
     * @param partTargetMicros no part is longer, unless one picture is
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
        if (atMicros + durationMicros - partStartMicros > partTargetMicros + TOLERANCE_MICROS) {
            partStartMicros = atMicros;
            return Cut.PART;
        }
        return Cut.NONE;
    }
}
