package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets up the lanes of an epoch. */
final class EpochStarter {
    /** A copied segment ends at the first keyframe after this. */
    static final long LEAST_COPIED_SEGMENT_MICROS = 1_500_000;

    private final SourceFormat source;
    private final CaptureSettings settings;
    private final EventSink events;
    private Optional<byte[]> soundConfiguration = Optional.empty();

    EpochStarter(SourceFormat source, CaptureSettings settings, EventSink events) {
        this.source = source;
        this.settings = settings;
        this.events = events;
    }

    /**
     * Starts an epoch that copies the video.
     *
     * @param held what came first; it stays the caller's
     * @param zeroTicks when the first picture is decoded, in the source's time
     */
    Epoch copying(List<MediaPacket> held, long zeroTicks, long anchorMicros) throws CaptureException, IOException {
        SequenceParameters parameters = NalUnits.sequenceParametersOfConfiguration(
                        source.video().configuration())
                .flatMap(SequenceParameters::parse)
                .orElseThrow();
        long longestGopMicros = settings.maxCopyKeyframeMicros() + CopyDecision.TOLERANCE_MICROS;
        VideoLane video = new CopyVideoLane(source.video(), zeroTicks, ticks(longestGopMicros));
        AudioLane audio = audioLane(learnSound(held), zeroTicks);
        List<MediaPacket> pictures = held.stream().filter(MediaPacket::isVideo).toList();
        double frameRate = frameRate(pictures);
        EpochInfo info = new EpochInfo(
                parameters.codecName() + (audio == null ? "" : "," + EncodedEpochs.AAC_NAME),
                parameters.widthPx(),
                parameters.heightPx(),
                frameRate,
                Bandwidth.copiedBps(
                        held.stream().mapToLong(MediaPacket::sizeBytes).sum(), spanMicros(pictures)),
                LEAST_COPIED_SEGMENT_MICROS + longestGopMicros,
                true);
        PartCutter cutter = new PartCutter(settings.partTargetMicros(), LEAST_COPIED_SEGMENT_MICROS);
        long frameTicks = Math.round(MediaPacket.VIDEO_TICKS_PER_SECOND / frameRate);
        return epoch(info, video, audio, cutter, anchorMicros, frameTicks);
    }

    /**
     * Starts an epoch that encodes the video.
     *
     * @param hasSound whether there is sound
     * @param zeroTicks when the first picture is shown, in the source's time
     * @param why it is not copied
     */
    Epoch encoding(boolean hasSound, long zeroTicks, long anchorMicros, String why)
            throws CaptureException, IOException {
        events.log(Level.INFO, "the video is encoded: " + why);
        EncodeVideoLane video = new EncodeVideoLane(source, settings, zeroTicks);
        AudioLane audio = audioLane(hasSound, zeroTicks);
        return epoch(
                EncodedEpochs.info(video.encoder(), audio != null, settings),
                video,
                audio,
                EncodedEpochs.cutter(video.encoder(), settings),
                anchorMicros,
                video.encoder().rate().ticks(1));
    }

    private Epoch epoch(
            EpochInfo info,
            VideoLane video,
            @Nullable AudioLane audio,
            PartCutter cutter,
            long anchorMicros,
            long frameTicks)
            throws CaptureException, IOException {
        TrackFormat sound = audio == null ? null : audio.format();
        EpochWriter writer = new EpochWriter(events, info, video.format(), sound, cutter, anchorMicros, frameTicks);
        return new Epoch(video, audio, writer, info.copied());
    }

    private @Nullable AudioLane audioLane(boolean hasSound, long zeroTicks) throws CaptureException, IOException {
        TrackFormat format = source.audio();
        if (format == null || !hasSound) {
            return null;
        }
        long zeroMicros = MediaPacket.micros(zeroTicks, MediaPacket.VIDEO_TICKS_PER_SECOND);
        if (CopyDecision.copies(format) && soundConfiguration.isPresent()) {
            TrackFormat copied = TrackFormat.copyOf(format.parameters(), format.ticksPerSecond());
            copied.configuration(soundConfiguration.get());
            return new CopyAudioLane(copied, zeroMicros);
        }
        events.log(Level.INFO, "the sound is encoded");
        return new EncodeAudioLane(format, settings, zeroMicros);
    }

    /**
     * Learns how sound is decoded: an MP4 says so beforehand, a transport stream with each packet.
     *
     * @return whether there is sound in {@code held}
     */
    boolean learnSound(List<MediaPacket> held) {
        TrackFormat format = source.audio();
        Optional<MediaPacket> first =
                held.stream().filter(packet -> !packet.isVideo()).findFirst();
        if (format == null || first.isEmpty()) {
            return false;
        }
        byte[] told = format.configuration();
        soundConfiguration = told.length > 0
                ? Optional.of(told)
                : Adts.parse(first.get().head(Adts.MOST_BYTES)).map(Adts::configuration);
        return true;
    }

    private double frameRate(List<MediaPacket> pictures) {
        long spanMicros = spanMicros(pictures);
        if (spanMicros > 0) {
            return (pictures.size() - 1) * 1e6 / spanMicros;
        }
        Rate claimed = source.rate();
        return claimed == null ? settings.frameRate() : claimed.perSecond();
    }

    private static long spanMicros(List<MediaPacket> pictures) {
        return pictures.getLast().dtsMicros() - pictures.getFirst().dtsMicros();
    }

    private static long ticks(long micros) {
        return micros * MediaPacket.VIDEO_TICKS_PER_SECOND / 1_000_000;
    }
}
