package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Sees when H.264 changes its parameters in mid-stream, and brings the track's format up to date. */
final class ParameterWatch implements AutoCloseable {
    /** Parameter sets stand before the picture itself. */
    private static final int HEAD_BYTES = 2048;

    private final TrackFormat format;
    private final boolean watched;
    private final SizeTPointer size = new SizeTPointer(1);
    private byte[] configuration;

    ParameterWatch(TrackFormat format) {
        this.format = format;
        this.watched = format.parameters().codec_id() == AV_CODEC_ID_H264;
        this.configuration = format.configuration();
    }

    /** Whether the parameters are others from {@code picture} on. */
    boolean changesWith(MediaPacket picture) {
        if (!watched) {
            return false;
        }
        Optional<byte[]> told = newConfiguration(picture);
        if (told.isEmpty() || Arrays.equals(told.get(), configuration)) {
            return false;
        }
        boolean same = sameSequence(told.get());
        configuration = told.get();
        format.configuration(configuration);
        NalUnits.sequenceParametersOfConfiguration(configuration)
                .flatMap(SequenceParameters::parse)
                .ifPresent(now -> format.parameters().width(now.widthPx()).height(now.heightPx()));
        return !same;
    }

    /** Annex B carries its picture parameters along, so that only another sequence is a change. */
    private boolean sameSequence(byte[] told) {
        boolean carried = told.length > 0 && told[0] != 1;
        Optional<byte[]> before = NalUnits.sequenceParametersOfConfiguration(configuration);
        Optional<byte[]> now = NalUnits.sequenceParametersOfConfiguration(told);
        return carried && before.isPresent() && now.isPresent() && Arrays.equals(before.get(), now.get());
    }

    private Optional<byte[]> newConfiguration(MediaPacket picture) {
        if (picture.av().side_data_elems() > 0) {
            BytePointer data = av_packet_get_side_data(picture.av(), AV_PKT_DATA_NEW_EXTRADATA, size);
            if (data != null && !data.isNull() && size.get() > 0) {
                byte[] bytes = new byte[(int) size.get()];
                data.get(bytes);
                return Optional.of(bytes);
            }
        }
        boolean carried = configuration.length == 0 || configuration[0] != 1;
        return carried && picture.key() ? NalUnits.parametersOfPicture(picture.head(HEAD_BYTES)) : Optional.empty();
    }

    @Override
    public void close() {
        size.close();
    }
}
