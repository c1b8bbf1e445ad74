package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.skyv.box.capture.CaptureEvent.Code;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes one track. Broken packets are passed over, as a picture with a flaw is better than none. */
final class Decoder implements AutoCloseable {
    /** Slices only: frame threads would each hold a picture back. */
    private static final int SLICE_THREADS = 2;

    private final AVCodecContext context;
    private final AVFrame frame = av_frame_alloc();

    Decoder(TrackFormat format, int threads) throws CaptureException {
        int id = format.parameters().codec_id();
        AVCodec codec = avcodec_find_decoder(id);
        if (codec == null || codec.isNull()) {
            av_frame_free(frame);
            throw new CaptureException(
                    Code.UNSUPPORTED,
                    "cannot decode " + avcodec_get_name(id).getString(),
                    "let the source send H.264 and AAC");
        }
        context = avcodec_alloc_context3(codec);
        try {
            check(avcodec_parameters_to_context(context, format.parameters()), "set up a decoder");
            context.pkt_timebase().num(1).den(format.ticksPerSecond());
            context.thread_count(threads);
            context.thread_type(SLICE_THREADS);
            check(avcodec_open2(context, codec, (AVDictionary) null), "open a decoder");
        } catch (CaptureException e) {
            close();
            throw e;
        }
    }

    /** The packet stays the caller's. */
    void send(MediaPacket packet) {
        AVPacket av = packet.av();
        av.pts(packet.ptsTicks());
        av.dts(packet.dtsTicks());
        av.duration(packet.durationTicks());
        avcodec_send_packet(context, av); // an error is of this packet, and the library has said it
    }

    /** The next frame, the same object each time; null when it needs more packets. */
    @Nullable
    AVFrame receive() {
        return avcodec_receive_frame(context, frame) >= 0 ? frame : null;
    }

    @Override
    public void close() {
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
