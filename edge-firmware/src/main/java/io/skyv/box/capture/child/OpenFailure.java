package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;

import io.skyv.box.capture.CaptureEvent.Code;

/** Says in the owner's words why a source does not open. */
final class OpenFailure {
    // errno.h of Linux, negative as FFmpeg has them
    private static final int NO_ENTRY = -2;
    private static final int NO_DEVICE = -19;
    private static final int NO_SUCH_ADDRESS = -6;
    private static final int NO_PERMISSION = -13;
    private static final int BUSY = -16;
    private static final int IN_USE = -98;

    private OpenFailure() {}

    static CaptureException of(String shown, int error) {
        if (error == NO_ENTRY || error == NO_DEVICE || error == NO_SUCH_ADDRESS) {
            return new CaptureException(
                    Code.NO_SUCH_SOURCE, "there is no " + shown, "see whether it is plugged in or spelled otherwise");
        }
        if (error == NO_PERMISSION) {
            return new CaptureException(
                    Code.NO_SUCH_SOURCE,
                    "may not read " + shown,
                    "let the box's user read it, e.g. by the group video");
        }
        if (error == BUSY) {
            return new CaptureException(
                    Code.NO_SUCH_SOURCE, shown + " is in use by another program", "end the other program");
        }
        if (error == IN_USE) {
            return new CaptureException(
                    Code.ADDRESS_IN_USE, "cannot listen at " + shown + ": in use", "choose another port");
        }
        if (error == AVERROR_INVALIDDATA) {
            return new CaptureException(
                    Code.BAD_MEDIA, shown + " is not media that can be read", "try another file or format");
        }
        if (error == AVERROR_PROTOCOL_NOT_FOUND || error == AVERROR_DEMUXER_NOT_FOUND) {
            return new CaptureException(
                    Code.UNSUPPORTED, "cannot read the kind of source that " + shown + " is", "try another protocol");
        }
        return cannotConnect(shown, error);
    }

    private static CaptureException cannotConnect(String shown, int error) {
        String why = error == AVERROR_EXIT ? "no answer in time" : CaptureException.errorText(error);
        String remedy = error == AVERROR_HTTP_UNAUTHORIZED || error == AVERROR_HTTP_FORBIDDEN
                ? "put the camera's user and password into the address: //user:password@host"
                : error == AVERROR_HTTP_NOT_FOUND
                        ? "see in the camera's manual which path its stream has"
                        : "see whether the address is right and the other side is on";
        return new CaptureException(Code.CANNOT_CONNECT, "cannot connect to " + shown + ": " + why, remedy);
    }
}
