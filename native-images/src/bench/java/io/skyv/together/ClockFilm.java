package io.skyv.together;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A film whose every picture says which one it is, in a strip of black and white blocks: its number in binary, and below it
 * the complement, so that a misread strip is known as such. It is encoded beforehand, as a camera does it elsewhere, and can
 * be played over and over: pictures, keyframes and packets of sound all end with it.
 */
final class ClockFilm {
    static final int WIDTH_PX = 1280;
    static final int HEIGHT_PX = 720;
    static final int BITS = 12;
    static final int BLOCK_PX = 32;
    static final int LEFT_PX = 64;
    static final int TOP_PX = 608;
    static final int KEYFRAME_SECONDS = 2;

    /** The least that is whole in pictures of 30 a second, keyframes and packets of sound of 1024 samples. */
    private static final int SECONDS = 32;

    private static final byte BLACK = 16;
    private static final byte WHITE = (byte) 235;

    private final int frameRate;
    private final List<Flv.Tag> tags;

    private ClockFilm(int frameRate, List<Flv.Tag> tags) {
        this.frameRate = frameRate;
        this.tags = tags;
    }

    int pictures() {
        return SECONDS * frameRate;
    }

    int millis() {
        return SECONDS * 1000;
    }

    int frameRate() {
        return frameRate;
    }

    List<Flv.Tag> tags() {
        return tags;
    }

    static ClockFilm make(Path directory, int frameRate) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolve("clock-" + frameRate + ".flv");
        Path log = directory.resolve("clock-" + frameRate + ".log");
        Process ffmpeg = new ProcessBuilder(command(frameRate, file))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (OutputStream strips = new BufferedOutputStream(ffmpeg.getOutputStream())) {
            for (int number = 0; number < SECONDS * frameRate; number++) {
                strips.write(strip(number));
            }
        }
        if (!ffmpeg.waitFor(2, TimeUnit.MINUTES) || ffmpeg.exitValue() != 0) {
            ffmpeg.destroyForcibly();
            throw new AssertionError("ffmpeg made no film:\n" + Files.readString(log));
        }
        return new ClockFilm(frameRate, Flv.read(file));
    }

    private static List<String> command(int frameRate, Path file) {
        String rate = Integer.toString(frameRate);
        String keyframes = Integer.toString(KEYFRAME_SECONDS * frameRate);
        String picture = "testsrc2=size=" + WIDTH_PX + "x" + HEIGHT_PX + ":rate=" + rate;
        return List.of(
                ("ffmpeg -hide_banner -y -f rawvideo -pix_fmt gray -s " + BITS * BLOCK_PX + "x" + 2 * BLOCK_PX + " -r "
                                + rate + " -i pipe:0 -f lavfi -i " + picture
                                + " -f lavfi -i sine=frequency=440:sample_rate=48000"
                                + " -filter_complex [1:v][0:v]overlay=" + LEFT_PX + ":" + TOP_PX
                                + ":shortest=1,format=yuv420p -t " + SECONDS
                                + " -c:v libx264 -preset superfast -tune zerolatency -g " + keyframes
                                + " -keyint_min " + keyframes
                                + " -sc_threshold 0 -b:v 2500k -maxrate 2500k -bufsize 1250k -c:a aac -b:a 128k -f flv "
                                + file)
                        .split(" "));
    }

    private static byte[] strip(int number) {
        byte[] pixels = new byte[BITS * BLOCK_PX * 2 * BLOCK_PX];
        for (int i = 0; i < pixels.length; i++) {
            int bit = i % (BITS * BLOCK_PX) / BLOCK_PX;
            boolean below = i / (BITS * BLOCK_PX) >= BLOCK_PX;
            boolean one = (number >> bit & 1) == 1;
            pixels[i] = one != below ? WHITE : BLACK;
        }
        return pixels;
    }
}
