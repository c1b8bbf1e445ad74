package io.skyv.together;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Films that ffmpeg makes for the drivers: as a good camera would send them, and of a bitrate that is kept. */
final class BenchFilm {
    private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
    private static final int BOUND_SECONDS = 120;

    private BenchFilm() {}

    /** 20 s of 1280x720 at 25/s, noise enough to need {@code bitrateBps}, a keyframe each 2 s. */
    static Path noise(Path directory, int bitrateBps) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(FFMPEG), "ffmpeg is not installed: apt-get install ffmpeg");
        Path film = directory.resolve("noise-" + bitrateBps + ".mp4");
        Files.createDirectories(directory);
        String rate = Integer.toString(bitrateBps);
        Process process = new ProcessBuilder(List.of(
                        FFMPEG.toString(),
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=1280x720:rate=25,noise=alls=60:allf=t",
                        "-t",
                        "20",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-pix_fmt",
                        "yuv420p",
                        "-bf",
                        "0",
                        "-b:v",
                        rate,
                        "-minrate",
                        rate,
                        "-maxrate",
                        rate,
                        "-bufsize",
                        Integer.toString(bitrateBps / 2),
                        "-g",
                        "50",
                        "-keyint_min",
                        "50",
                        "-sc_threshold",
                        "0",
                        "-x264-params",
                        "nal-hrd=cbr",
                        film.toString()))
                .inheritIO()
                .start();
        if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("ffmpeg could not make " + film);
        }
        return film;
    }
}
