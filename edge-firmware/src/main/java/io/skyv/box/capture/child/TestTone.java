package io.skyv.box.capture.child;

import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** A quiet tone, an octave higher in the first tenth of each second: together with the picture's flash. */
final class TestTone {
    /** 480 Hz at 48 kHz. */
    private static final int PERIOD_SAMPLES = 100;

    private static final double AMPLITUDE = 0.1;
    private static final long BEEP_SAMPLES = AudioEncoder.SAMPLES_PER_SECOND / 10;

    private final float[] sine = new float[PERIOD_SAMPLES];
    private final long firstSampleOfSecond;

    /** @param startMicros wall clock of sample 0 */
    TestTone(long startMicros) {
        firstSampleOfSecond = Math.floorMod(startMicros, 1_000_000L) * AudioEncoder.SAMPLES_PER_SECOND / 1_000_000;
        for (int i = 0; i < PERIOD_SAMPLES; i++) {
            sine[i] = (float) (AMPLITUDE * Math.sin(2 * Math.PI * i / PERIOD_SAMPLES));
        }
    }

    /** Fills a frame of the encoder with what sounds from sample {@code start} on. */
    void fill(AVFrame frame, long start) {
        float[] samples = new float[AudioEncoder.FRAME_SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            long at = start + i;
            boolean beep = (at + firstSampleOfSecond) % AudioEncoder.SAMPLES_PER_SECOND < BEEP_SAMPLES;
            samples[i] = sine[(int) (at * (beep ? 2 : 1) % PERIOD_SAMPLES)];
        }
        for (int channel = 0; channel < AudioEncoder.CHANNELS; channel++) {
            FloatBuffer plane = new FloatPointer(frame.data(channel))
                    .capacity(samples.length)
                    .asBuffer();
            plane.put(0, samples);
        }
    }
}
