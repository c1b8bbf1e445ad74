package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code rpicam-vid} as a child of this process: what a camera at a Raspberry Pi's camera connector sees, encoded by the
 * board's encoder where it has one and by libx264 where not (a Raspberry Pi 5). It writes a transport stream, as bare H.264
 * would have no times. Its options are those of rpicam-apps 1.6 and newer
 * (raspberrypi/documentation, camera software: rpicam_vid.adoc, rpicam_options_vid.adoc, streaming.adoc).
 */
final class CameraProgram implements AutoCloseable {
    /** Looked for on the PATH. */
    static final String NAME = "rpicam-vid";

    private static final String FORMAT = "mpegts";

    /** How much of it is looked at before it begins; all that it will be is in its first picture. */
    private static final String PROBING_MICROS = "500000";

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Process process;

    private CameraProgram(Process process) {
        this.process = process;
    }

    /** @param camera its number */
    static CameraProgram start(int camera, CaptureSettings settings) throws CaptureException {
        try {
            return new CameraProgram(new ProcessBuilder(words(camera, settings))
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectError(Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new CaptureException(
                    Code.NO_SUCH_SOURCE,
                    NAME + " cannot be started: " + e.getMessage(),
                    "install rpicam-apps, which Raspberry Pi OS has, or name another camera");
        }
    }

    /** Its command line. */
    static List<String> words(int camera, CaptureSettings settings) {
        long keyframeDistance = Math.max(1, settings.frameRate() * settings.gopMicros() / 1_000_000);
        return List.of(
                NAME,
                "--nopreview",
                "--verbose",
                "0",
                "--timeout",
                "0",
                "--camera",
                Integer.toString(camera),
                "--width",
                Integer.toString(settings.widthPx()),
                "--height",
                Integer.toString(settings.heightPx()),
                "--framerate",
                Integer.toString(settings.frameRate()),
                "--bitrate",
                Integer.toString(settings.videoBitrateBps()),
                "--intra",
                Long.toString(keyframeDistance),
                "--inline",
                "--low-latency",
                "--codec",
                "libav",
                "--libav-format",
                FORMAT,
                "--output",
                "-");
    }

    /** Waits for the first picture. */
    MediaInput open(EventSink events) throws CaptureException, IOException {
        ProgramOutput output = new ProgramOutput(process);
        output.deadline().in(LiveCapture.LONGEST_CONNECTING);
        try (Heartbeat heartbeat = Heartbeat.bounded(events, "a picture of " + NAME, LiveCapture.LONGEST_OPENING)) {
            return MediaInput.read(output, NAME, FORMAT, Map.of("analyzeduration", PROBING_MICROS));
        } catch (CaptureException e) {
            throw process.isAlive() ? e : ended();
        }
    }

    private CaptureException ended() {
        return new CaptureException(
                Code.NO_SUCH_SOURCE,
                NAME + " ended with status " + process.exitValue() + " before there was a picture",
                "see what it said, and whether rpicam-hello --list-cameras shows the camera");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
