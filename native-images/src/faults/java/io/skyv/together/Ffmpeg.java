package io.skyv.together;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Cameras for tests: files of any kind, and pushes of them. */
final class Ffmpeg {
    private static final int MAKE_SECONDS = 60;

    private Ffmpeg() {}

    static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder("ffmpeg", "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A film with a tone, ten pictures and one keyframe per second. */
    static Path film(Path file, String size, int seconds, String codec, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-y"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=10"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"));
        command.addAll(List.of("-t", Integer.toString(seconds), "-c:v", codec, "-pix_fmt", "yuv420p"));
        if (codec.equals("libx264")) {
            command.addAll(List.of("-preset", "ultrafast"));
        }
        command.addAll(List.of("-g", "10", "-b:v", "200k", "-c:a", "aac", "-b:a", "48k"));
        command.addAll(List.of(more));
        command.add(file.toString());
        try (Tool ffmpeg = Tool.start(file.getParent(), command.toArray(String[]::new))) {
            ffmpeg.awaitSuccess(MAKE_SECONDS);
        }
        return file;
    }

    /** Plays {@code film} over and over to {@code target}, at its own speed. */
    static Tool push(Path film, String target) throws IOException {
        return Tool.start(
                film.getParent(),
                "ffmpeg",
                "-hide_banner",
                "-loglevel",
                "warning",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                film.toString(),
                "-c",
                "copy",
                "-f",
                "flv",
                target);
    }
}
