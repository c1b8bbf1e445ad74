package io.skyv.box.capture;

/** What capture has to say. Arrays are handed over, not copied: nobody changes them. */
@SuppressWarnings("ArrayRecordComponent") // Parts are large and pass from hand to hand; nobody compares them.
public sealed interface CaptureEvent {

    /**
     * A new epoch begins: what follows needs this init segment, and is a discontinuity.
     *
     * @param initSegment ftyp and moov
     * @param codecs as RFC 6381 has them, e.g. {@code avc1.42c01f,mp4a.40.2}
     * @param widthPx of the picture
     * @param heightPx of the picture
     * @param frameRate frames per second
     * @param bandwidthBps estimate of the peak, video and audio
     * @param longestSegmentMicros no segment of this epoch will be longer
     * @param copied whether the video passes as it came
     */
    record EncodingStarted(
            byte[] initSegment,
            String codecs,
            int widthPx,
            int heightPx,
            double frameRate,
            long bandwidthBps,
            long longestSegmentMicros,
            boolean copied)
            implements CaptureEvent {
        @Override
        public String toString() {
            return "EncodingStarted[" + initSegment.length + " bytes, " + codecs + ", " + widthPx + "x" + heightPx
                    + ", " + frameRate + " frames/s, " + bandwidthBps + " bit/s, segments to " + longestSegmentMicros
                    + " µs, " + (copied ? "copied" : "encoded") + "]";
        }
    }

    /**
     * The next part. Within an epoch parts are contiguous: start plus duration is the next one's start. Across epochs
     * starts never go back.
     *
     * @param body one moof and one mdat
     * @param startMicros wall clock of the first video sample, microseconds since 1970
     * @param durationMicros how long its video plays
     * @param independent whether it begins with a keyframe
     * @param lastOfSegment whether the next part begins a segment
     */
    record PartEncoded(byte[] body, long startMicros, long durationMicros, boolean independent, boolean lastOfSegment)
            implements CaptureEvent {
        @Override
        public String toString() {
            return "PartEncoded[" + body.length + " bytes, " + startMicros + " + " + durationMicros + " µs"
                    + (independent ? ", independent" : "") + (lastOfSegment ? ", last of its segment" : "") + "]";
        }
    }

    /** The child is well and waits, once a second, e.g. for a push. */
    record Waiting(String forWhat) implements CaptureEvent {}

    /**
     * How bright the picture is, about once a second; only of pictures that are encoded here.
     *
     * @param level mean of the luma, 0 to 255
     */
    record Brightness(int level) implements CaptureEvent {}

    /** Something worth a line in the log. */
    record Log(Level level, String text) implements CaptureEvent {}

    /**
     * The epoch is over though its source goes on; the next one begins as soon as it can.
     *
     * @param cause what kind of thing came in between
     * @param why in words
     */
    record Interrupted(Cause cause, String why) implements CaptureEvent {}

    /**
     * The capture cannot go on as it is. The child ends after this and is started again, unless it waits for pushes: then
     * it waits for the next.
     *
     * @param code what kind of failure
     * @param reason in one line
     * @param remedy what the owner can do about it
     */
    record CaptureFailed(Code code, String reason, String remedy) implements CaptureEvent {}

    /**
     * The child is gone, its epoch is over. It is started again after a while, unless capture is closed.
     *
     * @param exitStatus of the process
     * @param restarts how often a child was started again so far
     */
    record CaptureEnded(int exitStatus, long restarts) implements CaptureEvent {}

    /** How important a line is. The ordinal is its code in the record. */
    enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    /** Why an epoch is over though its source goes on. The ordinal is the code in the record. */
    enum Cause {
        /** The picture's size, or how it is coded. */
        PARAMETERS,
        /** The source's times jumped. */
        TIMES,
        /** We were too late. */
        LATE,
        /** The source's clock, or ours, is another than it was. */
        CLOCK,
        /** Sound that was not there, or is of another time. */
        SOUND,
        /** The pictures can no longer be copied. */
        KEYFRAMES
    }

    /** Why capture failed, and the status with which the child then exits. The ordinal is the code in the record. */
    enum Code {
        BAD_ARGUMENTS(64),
        BAD_MEDIA(65),
        NO_SUCH_SOURCE(66),
        CANNOT_CONNECT(68),
        NO_VIDEO(69),
        INTERNAL(70),
        ADDRESS_IN_USE(71),
        UNSUPPORTED(72),
        SOURCE_SILENT(73),
        SOURCE_ENDED(77),
        BAD_RECORDS(74),
        CHILD_SILENT(75),
        CANNOT_START(76);

        private final int exitStatus;

        Code(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }
    }
}
