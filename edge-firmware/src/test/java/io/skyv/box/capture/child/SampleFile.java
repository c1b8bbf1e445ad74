package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Writes small H.264 and AAC files by our own encoder, so that no other program is needed. */
final class SampleFile {
    static final Rate RATE = new Rate(25, 1);

    private SampleFile() {}

    /** Writes {@code pictures} pictures at 25/s with a keyframe each {@code gopMicros}; with sound or without. */
    static Path write(Path path, int pictures, long gopMicros, boolean sound) throws IOException, CaptureException {
        CaptureSettings settings = new CaptureSettings(320, 180, 25, 300_000, 64_000, gopMicros, 200_000, 4_000_000);
        try (OutputStream file = Files.newOutputStream(path);
                TestCard card = new TestCard(320, 180);
                VideoEncoder video = new VideoEncoder(320, 180, RATE, settings, 1);
                AudioEncoder audio = new AudioEncoder(settings.audioBitrateBps());
                EpochWriter writer = new EpochWriter(
                        event -> {
                            if (event instanceof EncodingStarted started) {
                                file.write(started.initSegment());
                            } else if (event instanceof PartEncoded part) {
                                file.write(part.body());
                            }
                        },
                        EncodedEpochs.info(video, sound, settings),
                        video.format(),
                        sound ? audio.format() : null,
                        EncodedEpochs.cutter(video, settings),
                        0,
                        RATE.ticks(1))) {
            encode(card, video, sound ? audio : null, writer, pictures);
            writer.finish();
        }
        return path;
    }

    private static void encode(TestCard card, VideoEncoder video, AudioEncoder audio, EpochWriter writer, int pictures)
            throws IOException, CaptureException {
        TestTone tone = new TestTone(0);
        long samples = 0;
        for (int place = 0; place < pictures; place++) {
            if (audio != null) {
                AVFrame frame = audio.newFrame();
                for (; samples < (place + 1) * 1920L; samples += AudioEncoder.FRAME_SAMPLES) {
                    tone.fill(frame, samples);
                    audio.encode(frame, samples, writer);
                }
                av_frame_free(frame);
            }
            video.encode(card.draw(place * 40_000L), place, writer);
        }
    }
}
