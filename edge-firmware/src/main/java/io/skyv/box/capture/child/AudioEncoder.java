package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.skyv.box.capture.child.MediaPacket.Track;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Encodes sound as AAC-LC, stereo, 48 kHz. */
final class AudioEncoder implements AutoCloseable {
    static final int SAMPLES_PER_SECOND = 48_000;
    static final int CHANNELS = 2;

    /** Samples of each channel in a frame (ISO/IEC 14496-3). */
    static final int FRAME_SAMPLES = 1024;

    private final AVCodecContext context;
    private final TrackFormat format;

    AudioEncoder(int bitrateBps) throws CaptureException {
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_AAC);
        context = avcodec_alloc_context3(codec);
        context.sample_rate(SAMPLES_PER_SECOND);
        context.sample_fmt(AV_SAMPLE_FMT_FLTP);
        av_channel_layout_default(context.ch_layout(), CHANNELS);
        context.bit_rate(bitrateBps);
        context.time_base().num(1).den(SAMPLES_PER_SECOND);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        try {
            check(avcodec_open2(context, codec, (AVDictionary) null), "open the AAC encoder");
            format = TrackFormat.ofEncoder(context, SAMPLES_PER_SECOND);
        } catch (CaptureException e) {
            avcodec_free_context(context);
            throw e;
        }
    }

    TrackFormat format() {
        return format;
    }

    /** A frame of the encoder's own format and size; whoever asks frees it. */
    AVFrame newFrame() throws CaptureException {
        AVFrame frame = av_frame_alloc();
        frame.nb_samples(FRAME_SAMPLES);
        frame.format(AV_SAMPLE_FMT_FLTP);
        frame.sample_rate(SAMPLES_PER_SECOND);
        av_channel_layout_default(frame.ch_layout(), CHANNELS);
        int result = av_frame_get_buffer(frame, 0);
        if (result < 0) {
            av_frame_free(frame);
        }
        check(result, "get memory for sound");
        return frame;
    }

    /** Encodes a frame of {@link #newFrame} that begins at {@code startSamples}; it stays the caller's. */
    void encode(AVFrame frame, long startSamples, EpochWriter out) throws CaptureException, IOException {
        frame.pts(startSamples);
        check(avcodec_send_frame(context, frame), "encode sound");
        AVPacket packet = av_packet_alloc();
        while (avcodec_receive_packet(context, packet) >= 0) {
            out.accept(new MediaPacket(
                    packet, Track.AUDIO, SAMPLES_PER_SECOND, packet.pts(), packet.pts(), FRAME_SAMPLES, true, 0));
            packet = av_packet_alloc();
        }
        av_packet_free(packet);
    }

    @Override
    public void close() {
        format.close();
        av_log_set_level(AV_LOG_ERROR); // it remarks that the last frames were not asked for
        avcodec_free_context(context);
        av_log_set_level(AV_LOG_WARNING);
    }
}
