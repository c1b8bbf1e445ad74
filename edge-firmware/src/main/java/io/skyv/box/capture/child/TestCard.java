package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The test picture: colour bars, drawn once, and below them what moves: the clock in UTC, a square that goes to and fro,
 * and a flash at each full second. Little is drawn per picture, so that little is left for the encoder.
 */
final class TestCard implements AutoCloseable {
    /** Luma and the two chromas of the bars: white, yellow, cyan, green, magenta, red, blue, at 75 % (ITU-R BT.601). */
    private static final int[][] BARS = {
        {180, 128, 128}, {162, 44, 142}, {131, 156, 44}, {112, 72, 58}, {84, 184, 198}, {65, 100, 212}, {35, 212, 114}
    };

    private static final byte BLACK = 16;
    private static final byte WHITE = (byte) 235;
    private static final byte GREY = (byte) 128;
    private static final int CLOCK_LETTERS = "00:00:00.000 UTC".length();
    private static final long FLASH_MICROS = 100_000;
    private static final long SWEEP_MICROS = 4_000_000;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final int widthPx;
    private final int heightPx;
    private final int barsHeightPx;
    private final int dotPx;
    private final AVFrame frame = av_frame_alloc();
    private final ByteBuffer luma;
    private final int stride;

    TestCard(int widthPx, int heightPx) throws CaptureException {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.barsHeightPx = heightPx / 2 / 2 * 2;
        this.dotPx = Math.max(1, widthPx * 4 / 5 / (CLOCK_LETTERS * (BitmapFont.WIDTH + 1)));
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(widthPx);
        frame.height(heightPx);
        try {
            check(av_frame_get_buffer(frame, 0), "get memory for a picture");
        } catch (CaptureException e) {
            av_frame_free(frame);
            throw e;
        }
        stride = frame.linesize(0);
        luma = plane(0, heightPx);
        drawBackground();
    }

    private ByteBuffer plane(int number, int rows) {
        return frame.data(number).capacity((long) frame.linesize(number) * rows).asByteBuffer();
    }

    private void drawBackground() {
        for (int number = 0; number < 3; number++) {
            int shift = number == 0 ? 0 : 1;
            byte[] bars = new byte[widthPx >> shift];
            for (int x = 0; x < bars.length; x++) {
                bars[x] = (byte) BARS[x * BARS.length / bars.length][number];
            }
            byte[] plain = new byte[widthPx >> shift];
            Arrays.fill(plain, number == 0 ? BLACK : GREY);
            ByteBuffer plane = plane(number, heightPx >> shift);
            for (int y = 0; y < heightPx >> shift; y++) {
                plane.put(y * frame.linesize(number), y < barsHeightPx >> shift ? bars : plain);
            }
        }
        drawText("SKYV", widthPx / 20, barsHeightPx + heightPx / 20, Math.max(1, dotPx / 2));
    }

    /** The picture of the moment {@code wallMicros}; the same frame each time. */
    AVFrame draw(long wallMicros) {
        String clock = CLOCK.format(Instant.ofEpochSecond(
                Math.floorDiv(wallMicros, 1_000_000L), Math.floorMod(wallMicros, 1_000_000L) * 1000));
        int clockWidthPx = CLOCK_LETTERS * (BitmapFont.WIDTH + 1) * dotPx;
        drawText(clock, (widthPx - clockWidthPx) / 2, heightPx * 13 / 20, dotPx);
        drawSquare(wallMicros);
        int side = heightPx / 12;
        boolean flash = Math.floorMod(wallMicros, 1_000_000L) < FLASH_MICROS;
        fill(widthPx - 2 * side, barsHeightPx + heightPx / 20, side, side, flash ? WHITE : BLACK);
        return frame;
    }

    private void drawSquare(long wallMicros) {
        int side = heightPx / 12;
        int top = heightPx - side - heightPx / 40;
        double phase = Math.floorMod(wallMicros, SWEEP_MICROS) / (double) SWEEP_MICROS;
        int x = (int) ((widthPx - side) * (phase < 0.5 ? 2 * phase : 2 - 2 * phase));
        fill(0, top, widthPx, side, BLACK);
        fill(x, top, side, side, WHITE);
    }

    private void drawText(String text, int left, int top, int dot) {
        byte[] row = new byte[text.length() * (BitmapFont.WIDTH + 1) * dot];
        for (int y = 0; y < BitmapFont.HEIGHT; y++) {
            for (int x = 0; x < row.length; x++) {
                int column = x / dot % (BitmapFont.WIDTH + 1);
                char letter = text.charAt(x / dot / (BitmapFont.WIDTH + 1));
                row[x] = column < BitmapFont.WIDTH && BitmapFont.inked(letter, column, y) ? WHITE : BLACK;
            }
            for (int line = 0; line < dot; line++) {
                luma.put((top + y * dot + line) * stride + left, row);
            }
        }
    }

    private void fill(int left, int top, int width, int height, byte value) {
        byte[] row = new byte[width];
        Arrays.fill(row, value);
        for (int y = top; y < top + height; y++) {
            luma.put(y * stride + left, row);
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
