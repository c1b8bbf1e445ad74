package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;

/** What all epochs have in common whose video is encoded here. */
final class EncodedEpochs {
    static final String AAC_NAME = "mp4a.40.2";

    private EncodedEpochs() {}

    static EpochInfo info(VideoEncoder video, boolean hasSound, CaptureSettings settings) throws CaptureException {
        SequenceParameters parameters = NalUnits.sequenceParametersOfConfiguration(
                        video.format().configuration())
                .flatMap(SequenceParameters::parse)
                .orElseThrow(() -> new CaptureException(
                        Code.INTERNAL,
                        "the encoder does not say what it makes",
                        "use the libraries the box came with"));
        return new EpochInfo(
                parameters.codecName() + (hasSound ? "," + AAC_NAME : ""),
                parameters.widthPx(),
                parameters.heightPx(),
                video.rate().perSecond(),
                Bandwidth.encodedBps(settings, hasSound),
                video.gopMicros(),
                false);
    }

    /** Keyframes come regularly, so a segment is what lies between two; one that the encoder put in between is no end. */
    static PartCutter cutter(VideoEncoder video, CaptureSettings settings) {
        return new PartCutter(settings.partTargetMicros(), video.gopMicros());
    }
}
