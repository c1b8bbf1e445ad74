package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import io.skyv.box.capture.CaptureEvent.Code;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/** Brings decoded pictures of any size and kind to the encoder's. */
final class PictureScaler implements AutoCloseable {
    private final AVFrame picture = av_frame_alloc();
    private @Nullable SwsContext context;
    private int fromWidth;
    private int fromHeight;
    private int fromFormat;

    PictureScaler(int widthPx, int heightPx) throws CaptureException {
        picture.format(AV_PIX_FMT_YUV420P);
        picture.width(widthPx);
        picture.height(heightPx);
        int result = av_frame_get_buffer(picture, 0);
        if (result < 0) {
            av_frame_free(picture);
        }
        check(result, "get memory for a picture");
    }

    /** The scaled picture; the same frame each time. */
    AVFrame scale(AVFrame frame) throws CaptureException {
        sws_scale(
                contextFor(frame),
                frame.data(),
                frame.linesize(),
                0,
                frame.height(),
                picture.data(),
                picture.linesize());
        return picture;
    }

    /** What was scaled last. */
    AVFrame last() {
        return picture;
    }

    private SwsContext contextFor(AVFrame frame) throws CaptureException {
        SwsContext fitting = context;
        if (fitting != null
                && frame.width() == fromWidth
                && frame.height() == fromHeight
                && frame.format() == fromFormat) {
            return fitting;
        }
        closeContext();
        fromWidth = frame.width();
        fromHeight = frame.height();
        fromFormat = frame.format();
        fitting = sws_getContext(
                fromWidth,
                fromHeight,
                fromFormat,
                picture.width(),
                picture.height(),
                AV_PIX_FMT_YUV420P,
                SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        if (fitting == null || fitting.isNull()) {
            throw new CaptureException(
                    Code.UNSUPPORTED,
                    "cannot convert pictures of " + fromWidth + "x" + fromHeight + " in format " + fromFormat,
                    "let the source send H.264 with 8 bits and 4:2:0");
        }
        context = fitting;
        return fitting;
    }

    private void closeContext() {
        if (context != null) {
            sws_freeContext(context);
            context = null;
        }
    }

    @Override
    public void close() {
        closeContext();
        av_frame_free(picture);
    }
}
