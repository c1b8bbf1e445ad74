package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Code;
import java.nio.charset.StandardCharsets;

/** Why the capture cannot go on. */
final class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int ERROR_TEXT_BYTES = 128;

    private final Code code;
    private final String remedy;

    CaptureException(Code code, String reason, String remedy) {
        super(reason);
        this.code = code;
        this.remedy = remedy;
    }

    Code code() {
        return code;
    }

    CaptureFailed toEvent() {
        return new CaptureFailed(code, String.valueOf(getMessage()), remedy);
    }

    /** @return {@code result} of a library call, unless it is an error in doing {@code what} */
    static int check(int result, String what) throws CaptureException {
        if (result < 0) {
            throw new CaptureException(
                    Code.INTERNAL,
                    "cannot " + what + ": " + errorText(result),
                    "nothing: it is started again; if it comes back, try a source of another format");
        }
        return result;
    }

    /** FFmpeg's words for an error. */
    static String errorText(int error) {
        byte[] text = new byte[ERROR_TEXT_BYTES];
        av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
