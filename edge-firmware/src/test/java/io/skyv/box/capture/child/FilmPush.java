package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOFILE;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Pushes a film at its own speed, as a camera does; whatever the other side does, it ends. */
final class FilmPush {
    private static final AVRational MICROS = new AVRational().num(1).den(1_000_000);

    private FilmPush() {}

    /**
     * @param format FFmpeg's name of the muxer
     * @param url where to
     * @return how many packets were taken
     */
    static int push(Path film, String format, String url) {
        AVFormatContext in = new AVFormatContext(null);
        AVFormatContext out = new AVFormatContext(null);
        check(avformat_open_input(in, film.toString(), (AVInputFormat) null, (AVDictionary) null), "opens its film");
        try {
            check(avformat_find_stream_info(in, (AVDictionary) null), "reads its film");
            check(avformat_alloc_output_context2(out, (AVOutputFormat) null, format, url), "knows " + format);
            return write(in, out, url);
        } finally {
            avformat_close_input(in);
            avformat_free_context(out);
        }
    }

    private static int write(AVFormatContext in, AVFormatContext out, String url) {
        for (int i = 0; i < in.nb_streams(); i++) {
            AVStream track = avformat_new_stream(out, (AVCodec) null);
            avcodec_parameters_copy(track.codecpar(), in.streams(i).codecpar());
            track.codecpar().codec_tag(0);
        }
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "rtsp_transport", "tcp", 0);
        AVIOContext io = new AVIOContext(null);
        boolean opens = (out.oformat().flags() & AVFMT_NOFILE) == 0;
        if (opens) {
            if (avio_open2(io, url, AVIO_FLAG_WRITE, (AVIOInterruptCB) null, (AVDictionary) null) < 0) {
                return 0;
            }
            out.pb(io);
        }
        int taken = 0;
        if (avformat_write_header(out, options) >= 0) {
            taken = packets(in, out);
            av_write_trailer(out);
        }
        if (opens) {
            avio_closep(io);
        }
        return taken;
    }

    private static int packets(AVFormatContext in, AVFormatContext out) {
        AVPacket packet = av_packet_alloc();
        long beganNanos = System.nanoTime();
        int taken = 0;
        while (av_read_frame(in, packet) >= 0) {
            AVRational ticks = in.streams(packet.stream_index()).time_base();
            long dueMicros = av_rescale_q(packet.dts(), ticks, MICROS);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(dueMicros) - (System.nanoTime() - beganNanos));
            av_packet_rescale_ts(
                    packet, ticks, out.streams(packet.stream_index()).time_base());
            packet.pos(-1);
            if (av_interleaved_write_frame(out, packet) < 0) {
                break;
            }
            taken++;
        }
        av_packet_free(packet);
        return taken;
    }

    private static void check(int result, String what) {
        if (result < 0) {
            throw new AssertionError("no camera that " + what + ": " + CaptureException.errorText(result));
        }
    }
}
