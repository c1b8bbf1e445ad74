package io.skyv.box.capture;

import java.util.ArrayList;
import java.util.List;

/**
 * How the picture is encoded and cut.
 *
 * @param widthPx largest width of an encoded picture; a smaller source keeps its own
 * @param heightPx largest height of an encoded picture
 * @param frameRate most frames per second of an encoded picture
 * @param videoBitrateBps of encoded video
 * @param audioBitrateBps of encoded audio
 * @param gopMicros distance of keyframes of encoded video, and so the length of its segments
 * @param partTargetMicros longest part, give or take half a frame, if one frame is not longer
 * @param maxCopyKeyframeMicros keyframes further apart than this are the reason to encode a video that could be copied
 */
public record CaptureSettings(
        int widthPx,
        int heightPx,
        int frameRate,
        int videoBitrateBps,
        int audioBitrateBps,
        long gopMicros,
        long partTargetMicros,
        long maxCopyKeyframeMicros) {
    public static final CaptureSettings DEFAULT =
            new CaptureSettings(1280, 720, 30, 2_500_000, 128_000, 2_000_000, 200_000, 4_000_000);

    public CaptureSettings {
        check("width", widthPx, 64, 3840);
        check("height", heightPx, 64, 2160);
        check("frame rate", frameRate, 1, 60);
        check("video bitrate", videoBitrateBps, 50_000, 100_000_000);
        check("audio bitrate", audioBitrateBps, 16_000, 512_000);
        check("keyframe distance", gopMicros, 1_000_000, 10_000_000);
        check("part duration", partTargetMicros, 100_000, 500_000);
        check("largest copied keyframe distance", maxCopyKeyframeMicros, 1_000_000, 10_000_000);
        if (widthPx % 2 != 0 || heightPx % 2 != 0) {
            throw new IllegalArgumentException("width and height are even, not " + widthPx + "x" + heightPx);
        }
    }

    private static void check(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + least + " to " + most + ", not " + value);
        }
    }

    /** These settings with another largest picture. */
    public CaptureSettings withPicture(int newWidthPx, int newHeightPx, int newFrameRate) {
        return new CaptureSettings(
                newWidthPx,
                newHeightPx,
                newFrameRate,
                videoBitrateBps,
                audioBitrateBps,
                gopMicros,
                partTargetMicros,
                maxCopyKeyframeMicros);
    }

    /** The words by which the child is told, in the order of the components. */
    public List<String> toArguments() {
        List<String> words = new ArrayList<>();
        for (long value : new long[] {
            widthPx,
            heightPx,
            frameRate,
            videoBitrateBps,
            audioBitrateBps,
            gopMicros,
            partTargetMicros,
            maxCopyKeyframeMicros
        }) {
            words.add(Long.toString(value));
        }
        return List.copyOf(words);
    }

    /** @throws IllegalArgumentException unless these are the words of {@link #toArguments} */
    public static CaptureSettings ofArguments(List<String> words) {
        if (words.size() != 8) {
            throw new IllegalArgumentException("capture settings are 8 numbers, not " + words.size());
        }
        return new CaptureSettings(
                Integer.parseInt(words.get(0)),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)),
                Integer.parseInt(words.get(4)),
                Long.parseLong(words.get(5)),
                Long.parseLong(words.get(6)),
                Long.parseLong(words.get(7)));
    }
}
