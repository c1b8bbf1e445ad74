package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Decodes pictures, brings them to a steady rate and the wanted size, and encodes them. */
final class EncodeVideoLane implements VideoLane {
    /** A slower source's pictures are repeated: a part must not last longer because its pictures do. */
    static final int LEAST_FRAME_RATE = 10;

    /** How often it is looked how bright the picture is. */
    private static final long LOOK_MICROS = 1_000_000;

    /** Every so-manieth point of every so-manieth line. */
    private static final int LUMA_STEP = 16;

    private final long zeroTicks;
    private final Decoder decoder;
    private final PictureScaler scaler;
    private final VideoEncoder encoder;
    private final AVCodecParameters from;
    private long lastPlace = -1;
    private long nextLookPlace;
    private boolean sizeChanged;

    /** @param zeroTicks when the epoch's first picture is shown, in the source's time; what is before is only decoded */
    EncodeVideoLane(SourceFormat source, CaptureSettings settings, long zeroTicks) throws CaptureException {
        this.zeroTicks = zeroTicks;
        from = source.video().parameters();
        PictureSize size = PictureSize.fit(
                from.width(),
                from.height(),
                from.sample_aspect_ratio().num(),
                from.sample_aspect_ratio().den(),
                settings);
        int threads = Runtime.getRuntime().availableProcessors();
        decoder = new Decoder(source.video(), threads);
        PictureScaler scaling = null;
        try {
            scaling = new PictureScaler(size.widthPx(), size.heightPx());
            encoder = new VideoEncoder(
                    size.widthPx(), size.heightPx(), rateFor(source.rate(), settings), settings, threads);
        } catch (CaptureException e) {
            decoder.close();
            if (scaling != null) {
                scaling.close();
            }
            throw e;
        }
        scaler = scaling;
    }

    static Rate rateFor(@Nullable Rate claimed, CaptureSettings settings) {
        if (claimed == null || claimed.perSecond() > settings.frameRate() + 0.5) {
            return new Rate(settings.frameRate(), 1);
        }
        int least = Math.min(LEAST_FRAME_RATE, settings.frameRate());
        return claimed.perSecond() < least ? new Rate(least, 1) : claimed;
    }

    VideoEncoder encoder() {
        return encoder;
    }

    @Override
    public TrackFormat format() {
        return encoder.format();
    }

    @Override
    public boolean accept(MediaPacket picture, EpochWriter out) throws CaptureException, IOException {
        try (picture) {
            decoder.send(picture);
            for (AVFrame frame = decoder.receive(); frame != null; frame = decoder.receive()) {
                encode(frame, out);
            }
        }
        return true;
    }

    @Override
    public boolean sizeChanged() {
        return sizeChanged;
    }

    /** What is of another size has another shape, perhaps, and is not squeezed into this one: it gets its own epoch. */
    private boolean isOfAnotherSize(AVFrame frame) {
        if (frame.width() != from.width() || frame.height() != from.height()) {
            sizeChanged = true;
            from.width(frame.width()).height(frame.height());
        }
        return sizeChanged;
    }

    private void encode(AVFrame frame, EpochWriter out) throws CaptureException, IOException {
        if (isOfAnotherSize(frame)) {
            return;
        }
        long shown = frame.best_effort_timestamp();
        if (shown != AV_NOPTS_VALUE && shown < zeroTicks) {
            return;
        }
        long place = place(shown);
        if (place <= lastPlace) {
            return; // faster than the grid
        }
        for (long repeated = lastPlace + 1; repeated < place; repeated++) {
            encoder.encode(scaler.last(), repeated, out);
        }
        AVFrame scaled = scaler.scale(frame);
        if (place >= nextLookPlace) {
            nextLookPlace = place + encoder.rate().framesIn(LOOK_MICROS);
            out.brightness(meanLuma(scaled));
        }
        encoder.encode(scaled, place, out);
        lastPlace = place;
    }

    /** Of a sample of the picture's points, 0 to 255. */
    private static int meanLuma(AVFrame picture) {
        BytePointer luma = picture.data(0);
        int stride = picture.linesize(0);
        long sum = 0;
        long count = 0;
        for (int y = 0; y < picture.height(); y += LUMA_STEP) {
            for (int x = 0; x < picture.width(); x += LUMA_STEP) {
                sum += luma.get((long) y * stride + x) & 0xFF;
                count++;
            }
        }
        return (int) (sum / count);
    }

    private long place(long shown) {
        if (lastPlace < 0) {
            return 0;
        }
        return shown == AV_NOPTS_VALUE ? lastPlace + 1 : encoder.rate().frameAt(shown - zeroTicks);
    }

    @Override
    public void close() {
        decoder.close();
        scaler.close();
        encoder.close();
    }
}
