package io.skyv.box.capture.child;

import io.skyv.box.capture.child.MediaPacket.Track;
import java.io.IOException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Passes AAC on as it is, without the head it has in transport streams. */
final class CopyAudioLane implements AudioLane {
    private final TrackFormat format;
    private final long zeroTicks;
    private final SoundTimes times;

    /**
     * @param format taken over
     * @param zeroMicros when the epoch's first picture is shown, in the source's time
     */
    CopyAudioLane(TrackFormat format, long zeroMicros) {
        this.format = format;
        this.zeroTicks = Math.round((double) zeroMicros * format.ticksPerSecond() / 1_000_000);
        this.times = new SoundTimes(format.ticksPerSecond());
    }

    @Override
    public TrackFormat format() {
        return format;
    }

    @Override
    public void accept(MediaPacket sound, EpochWriter out) throws CaptureException, IOException {
        int samples = AudioEncoder.FRAME_SAMPLES;
        long place = times.place(sound.ptsTicks() - zeroTicks, samples);
        if (place == SoundTimes.OVERLAP) {
            sound.close();
            return;
        }
        Optional<Adts> head = Adts.parse(sound.head(Adts.MOST_BYTES));
        if (head.isPresent()) {
            AVPacket av = sound.av();
            int skipped = Math.min(head.get().headBytes(), av.size());
            av.data(av.data().getPointer(skipped));
            av.size(av.size() - skipped);
        }
        out.accept(new MediaPacket(
                sound.av(), Track.AUDIO, format.ticksPerSecond(), place, place, samples, true, sound.arrivalMicros()));
    }

    @Override
    public void close() {
        format.close();
    }
}
