package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.javacpp.BytePointer;

/** A track's codec with its parameters, which it owns. */
record TrackFormat(AVCodecParameters parameters, int ticksPerSecond) implements AutoCloseable {
    /** What decoders may read past the end (AV_INPUT_BUFFER_PADDING_SIZE). */
    private static final int PADDING_BYTES = 64;

    static TrackFormat copyOf(AVCodecParameters parameters, int ticksPerSecond) throws CaptureException {
        AVCodecParameters copy = avcodec_parameters_alloc();
        CaptureException.check(avcodec_parameters_copy(copy, parameters), "copy a track's parameters");
        return new TrackFormat(copy, ticksPerSecond);
    }

    static TrackFormat ofEncoder(AVCodecContext encoder, int ticksPerSecond) throws CaptureException {
        AVCodecParameters made = avcodec_parameters_alloc();
        CaptureException.check(avcodec_parameters_from_context(made, encoder), "read an encoder's parameters");
        return new TrackFormat(made, ticksPerSecond);
    }

    /** The decoder's configuration; empty if there is none. */
    byte[] configuration() {
        byte[] bytes = new byte[Math.max(0, parameters.extradata_size())];
        if (bytes.length > 0) {
            parameters.extradata().get(bytes);
        }
        return bytes;
    }

    void configuration(byte[] bytes) {
        if (parameters.extradata_size() > 0) {
            av_free(parameters.extradata());
        }
        BytePointer copy = new BytePointer(av_mallocz(bytes.length + PADDING_BYTES));
        copy.capacity(bytes.length + PADDING_BYTES);
        copy.put(bytes);
        parameters.extradata(copy);
        parameters.extradata_size(bytes.length);
    }

    @Override
    public void close() {
        avcodec_parameters_free(parameters);
    }
}
