package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.skyv.box.capture.CaptureEvent.Cause;
import io.skyv.box.capture.CaptureEvent.Interrupted;
import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes the test picture and its tone, encodes them in real time, and goes on for ever. */
final class TestPictureCapture {
    /** Late pictures are caught up with; only when they are later than this some are left out. */
    private static final long TOLERATED_LAG_MICROS = 250_000;

    private final CaptureSettings settings;
    private final EventSink events;
    private final EpochClock clock = new EpochClock();

    TestPictureCapture(CaptureSettings settings, EventSink events) {
        this.settings = settings;
        this.events = events;
    }

    /** @throws IOException when the box is gone, which is how it ends */
    void run() throws CaptureException, IOException {
        while (true) {
            runEpoch();
            events.send(
                    clock.wasSetAhead()
                            ? new Interrupted(Cause.CLOCK, "the box's clock was set ahead")
                            : new Interrupted(Cause.LATE, "the test picture fell behind its clock"));
        }
    }

    private void runEpoch() throws CaptureException, IOException {
        Rate rate = new Rate(settings.frameRate(), 1);
        try (TestCard card = new TestCard(settings.widthPx(), settings.heightPx());
                VideoEncoder video = new VideoEncoder(settings.widthPx(), settings.heightPx(), rate, settings, 1);
                AudioEncoder audio = new AudioEncoder(settings.audioBitrateBps())) {
            EpochInfo info = EncodedEpochs.info(video, true, settings);
            long anchorMicros = clock.anchor(EpochClock.nowMicros());
            Pacer pacer = new Pacer();
            try (EpochWriter writer = new EpochWriter(
                    events,
                    info,
                    video.format(),
                    audio.format(),
                    EncodedEpochs.cutter(video, settings),
                    anchorMicros,
                    rate.ticks(1))) {
                play(card, video, audio, writer, pacer, anchorMicros);
                writer.finish();
                clock.ended(writer.endMicros());
            }
        }
    }

    private void play(
            TestCard card, VideoEncoder video, AudioEncoder audio, EpochWriter writer, Pacer pacer, long anchorMicros)
            throws CaptureException, IOException {
        TestTone tone = new TestTone(anchorMicros);
        AVFrame sound = audio.newFrame();
        try {
            long samples = 0;
            for (long place = 0; ; ) {
                long dueMicros = MediaPacket.micros(video.rate().ticks(place), MediaPacket.VIDEO_TICKS_PER_SECOND);
                pacer.awaitMicros(dueMicros);
                long lagMicros = pacer.lagMicros(dueMicros);
                if (lagMicros > Pacer.LONGEST_LAG_MICROS || clock.wasSetAhead()) {
                    return;
                }
                long untilSamples = dueMicros * AudioEncoder.SAMPLES_PER_SECOND / 1_000_000;
                for (; samples <= untilSamples; samples += AudioEncoder.FRAME_SAMPLES) {
                    tone.fill(sound, samples);
                    audio.encode(sound, samples, writer);
                }
                video.encode(card.draw(anchorMicros + dueMicros), place, writer);
                place += lagMicros < TOLERATED_LAG_MICROS ? 1 : 1 + video.rate().framesLost(lagMicros);
            }
        } finally {
            av_frame_free(sound);
        }
    }
}
