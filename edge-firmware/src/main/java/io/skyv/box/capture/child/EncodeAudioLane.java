package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes sound and encodes it as AAC. */
final class EncodeAudioLane implements AudioLane {
    private final int sourceRate;
    private final long zeroTicks;
    private final SoundTimes times;
    private final Decoder decoder;
    private final SoundConverter converter = new SoundConverter();
    private final AudioEncoder encoder;
    private final AVFrame frame;
    private long nextSample;
    private long expectedTicks;

    /** @param zeroMicros when the epoch's first picture is shown, in the source's time */
    EncodeAudioLane(TrackFormat source, CaptureSettings settings, long zeroMicros) throws CaptureException {
        this.sourceRate = source.ticksPerSecond();
        this.zeroTicks = Math.round((double) zeroMicros * sourceRate / 1_000_000);
        this.times = new SoundTimes(sourceRate);
        decoder = new Decoder(source, 1);
        AudioEncoder encoding = null;
        try {
            encoding = new AudioEncoder(settings.audioBitrateBps());
            frame = encoding.newFrame();
        } catch (CaptureException e) {
            decoder.close();
            converter.close();
            if (encoding != null) {
                encoding.close();
            }
            throw e;
        }
        encoder = encoding;
    }

    AudioEncoder encoder() {
        return encoder;
    }

    @Override
    public TrackFormat format() {
        return encoder.format();
    }

    @Override
    public void accept(MediaPacket sound, EpochWriter out) throws CaptureException, IOException {
        try (sound) {
            decoder.send(sound);
            for (AVFrame decoded = decoder.receive(); decoded != null; decoded = decoder.receive()) {
                encode(decoded, out);
            }
        }
    }

    private void encode(AVFrame decoded, EpochWriter out) throws CaptureException, IOException {
        long shown = decoded.best_effort_timestamp();
        long claimed = shown == AV_NOPTS_VALUE ? expectedTicks : shown - zeroTicks;
        long place = times.place(claimed, decoded.nb_samples());
        if (place == SoundTimes.OVERLAP) {
            return;
        }
        if (place != expectedTicks) {
            converter.reset();
            nextSample = place * AudioEncoder.SAMPLES_PER_SECOND / sourceRate;
        }
        expectedTicks = place + decoded.nb_samples();
        converter.put(decoded);
        while (converter.available() >= AudioEncoder.FRAME_SAMPLES) {
            converter.take(frame);
            encoder.encode(frame, nextSample, out);
            nextSample += AudioEncoder.FRAME_SAMPLES;
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
        decoder.close();
        converter.close();
        encoder.close();
    }
}
