package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.child.MediaPacket.Track;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** An opened file, connection or device: its best picture track and its best sound track. */
final class MediaInput implements PacketSource {
    /** A live source that sends nothing for so long has gone. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    static final Duration LONGEST_PROBING = Duration.ofSeconds(12);

    private static final long TRY_AGAIN_MILLIS = 5;

    // errno.h of Linux, negative as FFmpeg has them
    private static final int IO_ERROR = -5;
    private static final int TRY_AGAIN = -11;
    private static final int CONNECTION_RESET = -104;

    private final String shown;
    private final AVFormatContext context;
    private final Deadline deadline;
    private final Runnable afterwards;
    private final SourceFormat format;
    private final TrackTimes videoTimes;
    private final @Nullable TrackTimes audioTimes;
    private final DecodeTimes decodeTimes;

    /** @param afterwards closes what the context reads from, if that is not the context's own */
    private MediaInput(String shown, AVFormatContext context, Deadline deadline, Runnable afterwards)
            throws CaptureException {
        this.shown = shown;
        this.context = context;
        this.deadline = deadline;
        this.afterwards = afterwards;
        int video = bestStream(AVMEDIA_TYPE_VIDEO, -1);
        if (video < 0) {
            throw new CaptureException(
                    Code.NO_VIDEO, "there is no video in " + shown, "choose a source that has a picture");
        }
        int audio = bestStream(AVMEDIA_TYPE_AUDIO, video);
        AVStream pictures = context.streams(video);
        videoTimes = new TrackTimes(pictures, Track.VIDEO, MediaPacket.VIDEO_TICKS_PER_SECOND);
        TrackFormat videoFormat = TrackFormat.copyOf(pictures.codecpar(), MediaPacket.VIDEO_TICKS_PER_SECOND);
        TrackFormat audioFormat = null;
        TrackTimes soundTimes = null;
        if (audio >= 0 && context.streams(audio).codecpar().sample_rate() > 0) {
            AVStream sound = context.streams(audio);
            int samplesPerSecond = sound.codecpar().sample_rate();
            soundTimes = new TrackTimes(sound, Track.AUDIO, samplesPerSecond);
            audioFormat = TrackFormat.copyOf(sound.codecpar(), samplesPerSecond);
        }
        audioTimes = soundTimes;
        Rate rate = rateOf(pictures);
        format = new SourceFormat(videoFormat, audioFormat, rate);
        decodeTimes = new DecodeTimes(rate == null ? 0 : rate.ticks(1));
    }

    /** How to open something: also to open it again. */
    @FunctionalInterface
    interface Opener {
        MediaInput open() throws CaptureException;
    }

    /**
     * Waits at {@code url} for as long as it takes until someone comes, who then has as long as anyone to show a picture:
     * the connection is opened apart from what comes over it.
     */
    static MediaInput accept(String url, String shown, Map<String, String> options) throws CaptureException {
        AVFormatContext context = avformat_alloc_context();
        Deadline deadline = new Deadline();
        context.interrupt_callback().callback(deadline);
        AVDictionary dictionary = dictionary(options);
        AVIOContext io = new AVIOContext(null);
        int result = avio_open2(io, url, AVIO_FLAG_READ, context.interrupt_callback(), dictionary);
        av_dict_free(dictionary);
        if (result >= 0) {
            context.pb(io);
            deadline.in(LONGEST_PROBING);
            result = avformat_open_input(context, url, null, (AVDictionary) null); // frees the context if it fails
        } else {
            avformat_free_context(context);
        }
        if (result < 0) {
            avio_closep(io);
            deadline.close();
            throw OpenFailure.of(shown, result);
        }
        return probe(shown, context, deadline, () -> avio_closep(io));
    }

    /**
     * Opens what {@code output} will say.
     *
     * @param output taken over
     * @param demuxer FFmpeg's name for the format
     */
    static MediaInput read(ProgramOutput output, String shown, String demuxer, Map<String, String> options)
            throws CaptureException {
        AVFormatContext context = avformat_alloc_context();
        Deadline deadline = output.deadline();
        context.interrupt_callback().callback(deadline);
        context.pb(output.context());
        AVDictionary dictionary = dictionary(options);
        AVInputFormat forced = av_find_input_format(demuxer);
        int result = avformat_open_input(context, (String) null, forced, dictionary); // frees the context if it fails
        av_dict_free(dictionary);
        if (result < 0) {
            output.close();
            deadline.close();
            throw OpenFailure.of(shown, result);
        }
        return probe(shown, context, deadline, output::close);
    }

    /**
     * Opens {@code url}.
     *
     * @param shown how it is called in messages
     * @param demuxer FFmpeg's name for the format, null if it shall find out
     * @param opening how long it may take to open, null for as long as it likes
     */
    static MediaInput open(
            String url, String shown, @Nullable String demuxer, Map<String, String> options, @Nullable Duration opening)
            throws CaptureException {
        AVFormatContext context = avformat_alloc_context();
        Deadline deadline = new Deadline();
        context.interrupt_callback().callback(deadline);
        if (opening != null) {
            deadline.in(opening);
        }
        AVDictionary dictionary = dictionary(options);
        AVInputFormat forced = demuxer == null ? null : av_find_input_format(demuxer);
        int result = avformat_open_input(context, url, forced, dictionary); // frees the context if it fails
        av_dict_free(dictionary);
        if (result < 0) {
            deadline.close();
            throw OpenFailure.of(shown, result);
        }
        return probe(shown, context, deadline, () -> {});
    }

    private static AVDictionary dictionary(Map<String, String> options) {
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((name, value) -> av_dict_set(dictionary, name, value, 0));
        return dictionary;
    }

    private static MediaInput probe(String shown, AVFormatContext context, Deadline deadline, Runnable afterwards)
            throws CaptureException {
        try {
            deadline.in(LONGEST_PROBING);
            int probed = avformat_find_stream_info(context, (AVDictionary) null);
            if (probed < 0) {
                throw OpenFailure.of(shown, probed);
            }
            return new MediaInput(shown, context, deadline, afterwards);
        } catch (CaptureException e) {
            avformat_close_input(context);
            afterwards.run();
            deadline.close();
            throw e;
        }
    }

    private int bestStream(int type, int related) {
        return av_find_best_stream(context, type, -1, related, (AVCodec) null, 0);
    }

    private static @Nullable Rate rateOf(AVStream stream) {
        AVRational average = stream.avg_frame_rate();
        AVRational claimed = average.num() > 0 && average.den() > 0 ? average : stream.r_frame_rate();
        return claimed.num() > 0 && claimed.den() > 0 ? new Rate(claimed.num(), claimed.den()) : null;
    }

    /** Whether it has an end, so that it is a recording and not live. */
    boolean isRecording() {
        return context.duration() > 0;
    }

    @Override
    public SourceFormat format() {
        return format;
    }

    @Override
    public @Nullable MediaPacket next() throws CaptureException {
        MediaPacket picture = decodeTimes.poll();
        while (picture == null) {
            MediaPacket read = read();
            if (read == null) {
                decodeTimes.release();
                return decodeTimes.poll();
            }
            if (!read.isVideo()) {
                return read;
            }
            decodeTimes.add(read, videoTimes.decodeTimeWasKnown());
            picture = decodeTimes.poll();
        }
        return picture;
    }

    private @Nullable MediaPacket read() throws CaptureException {
        AVPacket packet = av_packet_alloc();
        deadline.in(LONGEST_SILENCE); // for all of it: empty packets, and those of other tracks, are as good as none
        while (!deadline.isOver()) {
            int result = av_read_frame(context, packet);
            if (result >= 0) {
                MediaPacket read = wrap(packet);
                if (read != null) {
                    return read;
                }
                av_packet_unref(packet);
            } else if (result == TRY_AGAIN) {
                pause();
            } else {
                av_packet_free(packet);
                return end(result);
            }
        }
        av_packet_free(packet);
        return end(AVERROR_EXIT);
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TRY_AGAIN_MILLIS));
    }

    private @Nullable MediaPacket wrap(AVPacket packet) throws CaptureException {
        if (packet.size() <= 0) {
            return null;
        }
        if (packet.stream_index() == videoTimes.streamIndex()) {
            checkCodec();
            return videoTimes.wrap(packet);
        }
        if (audioTimes != null && packet.stream_index() == audioTimes.streamIndex()) {
            return audioTimes.wrap(packet);
        }
        return null;
    }

    /** A transport stream may say in mid-stream that its pictures are coded otherwise; all was set up for what they were. */
    private void checkCodec() throws CaptureException {
        int now = context.streams(videoTimes.streamIndex()).codecpar().codec_id();
        int before = format.video().parameters().codec_id();
        if (now != before) {
            throw new CaptureException(
                    Code.SOURCE_ENDED,
                    shown + " sends " + avcodec_get_name(now).getString() + " now, and no longer "
                            + avcodec_get_name(before).getString(),
                    "nothing: it is opened anew");
        }
    }

    private @Nullable MediaPacket end(int result) throws CaptureException {
        if (result == AVERROR_EOF) {
            return null;
        }
        if (result == IO_ERROR || result == CONNECTION_RESET) {
            throw new CaptureException(
                    Code.SOURCE_ENDED, shown + " closed the connection", "see whether the other side is on");
        }
        if (result == AVERROR_EXIT) {
            throw new CaptureException(
                    Code.SOURCE_SILENT,
                    shown + " sent nothing for " + LONGEST_SILENCE.toSeconds() + " s",
                    "see whether the camera and the network are well");
        }
        throw new CaptureException(
                Code.CANNOT_CONNECT,
                "the connection to " + shown + " broke: " + CaptureException.errorText(result),
                "see whether the camera and the network are well");
    }

    /** Ends a {@link #next} that waits on another thread, and all to come. */
    void cancel() {
        deadline.cancel();
    }

    @Override
    public void close() {
        decodeTimes.close();
        format.close();
        avformat_close_input(context);
        afterwards.run();
        deadline.close();
    }
}
