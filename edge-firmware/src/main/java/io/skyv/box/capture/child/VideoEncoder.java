package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.child.MediaPacket.Track;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Encodes pictures as H.264 at a steady rate, with a keyframe at every so-manieth place of the grid and no others needed. */
final class VideoEncoder implements AutoCloseable {
    private static final String ENCODER = "libopenh264";
    private static final int MOST_THREADS = 4;

    private final Rate rate;
    private final int gopFrames;
    private final AVCodecContext context;
    private final TrackFormat format;
    private long nextKeyframe;

    VideoEncoder(int widthPx, int heightPx, Rate rate, CaptureSettings settings, int threads) throws CaptureException {
        this.rate = rate;
        this.gopFrames = rate.framesIn(settings.gopMicros());
        AVCodec codec = avcodec_find_encoder_by_name(ENCODER);
        if (codec == null || codec.isNull()) {
            throw new CaptureException(
                    Code.UNSUPPORTED, "this build of FFmpeg has no " + ENCODER, "use the libraries the box came with");
        }
        context = avcodec_alloc_context3(codec);
        context.width(widthPx);
        context.height(heightPx);
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(MediaPacket.VIDEO_TICKS_PER_SECOND);
        context.framerate().num(rate.frames()).den(rate.perSeconds());
        context.bit_rate(settings.videoBitrateBps());
        context.rc_max_rate(settings.videoBitrateBps() * 3L / 2);
        context.gop_size(gopFrames);
        context.thread_count(Math.clamp(threads, 1, MOST_THREADS));
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        try {
            open(codec);
            format = TrackFormat.ofEncoder(context, MediaPacket.VIDEO_TICKS_PER_SECOND);
        } catch (CaptureException e) {
            avcodec_free_context(context);
            throw e;
        }
    }

    private void open(AVCodec codec) throws CaptureException {
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "rc_mode", "bitrate", 0);
        av_log_set_level(AV_LOG_ERROR); // it remarks on its own defaults
        try {
            check(avcodec_open2(context, codec, options), "open the H.264 encoder");
        } finally {
            av_log_set_level(AV_LOG_WARNING);
            av_dict_free(options);
        }
    }

    TrackFormat format() {
        return format;
    }

    Rate rate() {
        return rate;
    }

    /** How long a segment is, from keyframe to keyframe. */
    long gopMicros() {
        return MediaPacket.micros(rate.ticks(gopFrames), MediaPacket.VIDEO_TICKS_PER_SECOND);
    }

    /** Encodes {@code frame} as the one at {@code place} of the grid; places only grow. The frame stays the caller's. */
    void encode(AVFrame frame, long place, EpochWriter out) throws CaptureException, IOException {
        boolean key = place >= nextKeyframe;
        if (key) {
            nextKeyframe = (place / gopFrames + 1) * gopFrames;
        }
        frame.pts(rate.ticks(place));
        frame.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        check(avcodec_send_frame(context, frame), "encode a picture");
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) >= 0) {
            out.accept(new MediaPacket(
                    packet,
                    Track.VIDEO,
                    MediaPacket.VIDEO_TICKS_PER_SECOND,
                    packet.pts(),
                    packet.dts(),
                    rate.ticks(1),
                    (packet.flags() & AV_PKT_FLAG_KEY) != 0,
                    0));
            packet = av_packet_alloc();
        }
        av_packet_free(packet);
    }

    @Override
    public void close() {
        format.close();
        avcodec_free_context(context);
    }
}
