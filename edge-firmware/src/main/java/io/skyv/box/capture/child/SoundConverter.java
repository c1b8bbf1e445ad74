package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_free;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_read;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_reset;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_size;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_write;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert_frame;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;

import org.bytedeco.ffmpeg.avutil.AVAudioFifo;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.jspecify.annotations.Nullable;

/** Brings decoded sound of any kind to the encoder's, and into frames of the encoder's size. */
final class SoundConverter implements AutoCloseable {
    private final AVFrame converted = av_frame_alloc();
    private final AVAudioFifo fifo = av_audio_fifo_alloc(AV_SAMPLE_FMT_FLTP, AudioEncoder.CHANNELS, 1);
    private @Nullable SwrContext context;
    private int fromRate;
    private int fromFormat;
    private int fromChannels;

    /** Takes the sound in; how it is told is as {@code frame} says of itself. */
    void put(AVFrame frame) throws CaptureException {
        SwrContext fitting = contextFor(frame);
        if (frame.ch_layout().order() == 0) { // a number of channels, and not which
            av_channel_layout_default(frame.ch_layout(), frame.ch_layout().nb_channels());
        }
        converted.format(AV_SAMPLE_FMT_FLTP);
        converted.sample_rate(AudioEncoder.SAMPLES_PER_SECOND);
        av_channel_layout_default(converted.ch_layout(), AudioEncoder.CHANNELS);
        try {
            check(swr_convert_frame(fitting, converted, frame), "convert sound");
            if (converted.nb_samples() > 0) {
                check(av_audio_fifo_write(fifo, converted.extended_data(), converted.nb_samples()), "keep sound");
            }
        } finally {
            av_frame_unref(converted);
        }
    }

    private SwrContext contextFor(AVFrame frame) {
        SwrContext fitting = context;
        int channels = frame.ch_layout().nb_channels();
        if (fitting != null
                && fromRate == frame.sample_rate()
                && fromFormat == frame.format()
                && fromChannels == channels) {
            return fitting;
        }
        closeContext();
        fromRate = frame.sample_rate();
        fromFormat = frame.format();
        fromChannels = channels;
        fitting = swr_alloc(); // takes its settings from the first frame
        context = fitting;
        return fitting;
    }

    /** Samples that are ready. */
    int available() {
        return av_audio_fifo_size(fifo);
    }

    /** Fills a frame of the encoder, when enough is {@link #available}. */
    void take(AVFrame frame) throws CaptureException {
        check(av_audio_fifo_read(fifo, frame.extended_data(), AudioEncoder.FRAME_SAMPLES), "take sound");
    }

    /** Forgets what is kept. */
    void reset() {
        av_audio_fifo_reset(fifo);
    }

    private void closeContext() {
        if (context != null) {
            swr_free(context);
            context = null;
        }
    }

    @Override
    public void close() {
        closeContext();
        av_audio_fifo_free(fifo);
        av_frame_free(converted);
    }
}
