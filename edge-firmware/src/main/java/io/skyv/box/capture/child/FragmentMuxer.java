package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.EventWriter;
import java.io.ByteArrayOutputStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Makes fragmented MP4 (ISO/IEC 14496-12) in memory: an init segment at once, and a fragment whenever asked. */
final class FragmentMuxer implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    /**
     * frag_custom: fragments only when asked. frag_discont: each track begins at its own first time, not at zero. Not
     * "cmaf", which is the same but for composition offsets below zero, which FFmpeg's own players read as a delay.
     */
    private static final String FLAGS = "frag_custom+empty_moov+default_base_moof+skip_trailer+frag_discont";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Sink sink = new Sink(written);
    private final AVFormatContext context = new AVFormatContext(null);
    private final AVStream video;
    private final @Nullable AVStream audio;
    private final byte[] initSegment;
    private @Nullable AVIOContext io;

    FragmentMuxer(TrackFormat videoFormat, @Nullable TrackFormat audioFormat) throws CaptureException {
        check(avformat_alloc_output_context2(context, null, "mp4", null), "make an MP4");
        try {
            AVIOContext opened = avio_alloc_context(
                    new BytePointer(av_malloc(BUFFER_BYTES)), BUFFER_BYTES, 1, null, null, sink, null);
            io = opened;
            opened.seekable(0);
            context.pb(opened);
            context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO);
            context.avoid_negative_ts(0);
            video = stream(videoFormat);
            audio = audioFormat == null ? null : stream(audioFormat);
            writeHeader(videoFormat.ticksPerSecond());
            initSegment = take();
        } catch (CaptureException e) {
            close();
            throw e;
        }
    }

    private AVStream stream(TrackFormat format) throws CaptureException {
        AVStream stream = avformat_new_stream(context, null);
        check(avcodec_parameters_copy(stream.codecpar(), format.parameters()), "copy a track's parameters");
        stream.codecpar().codec_tag(0);
        stream.time_base().num(1).den(format.ticksPerSecond());
        return stream;
    }

    private void writeHeader(int videoTicksPerSecond) throws CaptureException {
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", FLAGS, 0);
        av_dict_set(options, "use_editlist", "0", 0);
        av_dict_set(options, "video_track_timescale", Integer.toString(videoTicksPerSecond), 0);
        av_log_set_level(AV_LOG_ERROR); // it remarks that there is no edit list, which is meant
        try {
            check(avformat_write_header(context, options), "write the MP4's head");
        } finally {
            av_log_set_level(AV_LOG_WARNING);
            av_dict_free(options);
        }
    }

    /** ftyp and moov. */
    byte[] initSegment() {
        return initSegment;
    }

    /** Takes the packet into the next fragment. Its times are those of the epoch; it stays the caller's. */
    void write(MediaPacket packet, long durationTicks) throws CaptureException {
        AVStream stream = packet.isVideo() || audio == null ? video : audio;
        int from = packet.ticksPerSecond();
        int to = stream.time_base().den();
        AVPacket av = packet.av();
        av.stream_index(stream.index());
        av.pts(av_rescale(packet.ptsTicks(), to, from));
        av.dts(av_rescale(packet.dtsTicks(), to, from));
        av.duration(av_rescale(durationTicks, to, from));
        av.flags(packet.key() ? AV_PKT_FLAG_KEY : 0);
        check(av_write_frame(context, av), "write a sample");
    }

    /** One moof and one mdat with everything since the last one. */
    byte[] fragment() throws CaptureException {
        check(av_write_frame(context, (AVPacket) null), "write a fragment");
        return take();
    }

    private byte[] take() throws CaptureException {
        avio_flush(io);
        byte[] bytes = written.toByteArray();
        written.reset();
        if (sink.overflowed) {
            throw new CaptureException(
                    Code.UNSUPPORTED,
                    "a part is larger than " + EventWriter.MAX_PAYLOAD_BYTES + " bytes",
                    "lower the source's bitrate");
        }
        return bytes;
    }

    @Override
    public void close() {
        if (io != null) {
            av_free(io.buffer());
            avio_context_free(io);
            io = null;
        }
        avformat_free_context(context);
        sink.close();
    }

    /** Where the library writes to. */
    private static final class Sink extends Write_packet_Pointer_BytePointer_int {
        private final ByteArrayOutputStream written;
        private boolean overflowed;

        Sink(ByteArrayOutputStream written) {
            this.written = written;
        }

        @Override
        public int call(@Nullable Pointer opaque, BytePointer buffer, int size) {
            if (written.size() + size > EventWriter.MAX_PAYLOAD_BYTES - BUFFER_BYTES) {
                overflowed = true;
                return size;
            }
            byte[] bytes = new byte[size];
            buffer.get(bytes);
            written.write(bytes, 0, size);
            return size;
        }
    }
}
