package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_AAC_LOW;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_UNKNOWN;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import io.skyv.box.capture.CaptureSettings;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/** Why a source's video cannot pass as it is, if it cannot. */
final class CopyDecision {
    /** Keyframes that are late by a picture or two are not late. */
    static final long TOLERANCE_MICROS = 100_000;

    /** Slower video is encoded, where pictures are repeated: a part lasts at least as long as one picture. */
    static final double LEAST_FRAME_RATE = 4;

    private CopyDecision() {}

    /** What speaks against copying whatever comes. */
    static Optional<String> obstacle(TrackFormat video) {
        AVCodecParameters parameters = video.parameters();
        if (parameters.codec_id() != AV_CODEC_ID_H264) {
            return Optional.of(
                    "it is " + avcodec_get_name(parameters.codec_id()).getString() + ", not h264");
        }
        Optional<SequenceParameters> sequence = NalUnits.sequenceParametersOfConfiguration(video.configuration())
                .flatMap(SequenceParameters::parse);
        if (sequence.isEmpty()) {
            return Optional.of("its parameters are not told beforehand");
        }
        return sequence.get().playsInBrowsers()
                ? Optional.empty()
                : Optional.of("browsers do not play " + sequence.get().codecName() + " of this kind");
    }

    /** What speaks against copying in the pictures that came: from a keyframe on, for as long as it may last. */
    static Optional<String> obstacle(List<MediaPacket> pictures, CaptureSettings settings) {
        if (longestGroupMicros(pictures) > settings.maxCopyKeyframeMicros() + TOLERANCE_MICROS) {
            return Optional.of("its keyframes are further apart than " + settings.maxCopyKeyframeMicros() / 1e6 + " s");
        }
        long spanMicros = pictures.getLast().dtsMicros() - pictures.getFirst().dtsMicros();
        if (spanMicros <= 0 || (pictures.size() - 1) * 1e6 / spanMicros < LEAST_FRAME_RATE) {
            return Optional.of("it has less than " + LEAST_FRAME_RATE + " pictures per second");
        }
        return Optional.empty();
    }

    private static long longestGroupMicros(List<MediaPacket> pictures) {
        long keyMicros = pictures.getFirst().dtsMicros();
        long longest = 0;
        for (MediaPacket picture : pictures) {
            longest = Math.max(longest, picture.dtsMicros() - keyMicros);
            keyMicros = picture.key() ? picture.dtsMicros() : keyMicros;
        }
        return longest;
    }

    /** Whether sound can pass as it is, given that its configuration is known. */
    static boolean copies(TrackFormat audio) {
        AVCodecParameters parameters = audio.parameters();
        int profile = parameters.profile();
        return parameters.codec_id() == AV_CODEC_ID_AAC
                && (profile == AV_PROFILE_AAC_LOW || profile == AV_PROFILE_UNKNOWN)
                && parameters.ch_layout().nb_channels() <= 2;
    }
}
