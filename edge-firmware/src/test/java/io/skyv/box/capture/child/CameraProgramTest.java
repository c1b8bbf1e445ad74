package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Raspberry Pi's camera by {@code rpicam-vid}, which is a fake here: the real one wants the board. */
@Timeout(60)
class CameraProgramTest {
    private static final CaptureSettings SMALL = CaptureSettings.DEFAULT.withPicture(320, 180, 25);

    @TempDir
    Path directory;

    @Test
    void shouldTellTheProgramWhatTheSettingsSay() {
        assertEquals(
                "rpicam-vid --nopreview --verbose 0 --timeout 0 --camera 1 --width 320 --height 180 --framerate 25"
                        + " --bitrate 2500000 --intra 50 --inline --low-latency --codec libav --libav-format mpegts"
                        + " --output -",
                String.join(" ", CameraProgram.words(1, SMALL)));
    }

    @Test
    void shouldPassOnWhatTheProgramEncodesUntilItEnds() throws Exception {
        FakePiCamera.install(directory, SampleFile.write(directory.resolve("film.mp4"), 100, 1_000_000, false));
        try (RunningChild child = RunningChild.withPrograms(directory, "rpicam", SMALL)) {
            List<CaptureEvent> events = child.readUntil(_ -> false);
            EncodingStarted started = RunningChild.epochs(events).getFirst();
            assertTrue(started.copied(), started.toString());
            assertEquals("320x180", started.widthPx() + "x" + started.heightPx());
            assertEquals(1, RunningChild.epochs(events).size());
            List<PartEncoded> parts = RunningChild.parts(events);
            long micros = parts.stream().mapToLong(PartEncoded::durationMicros).sum();
            assertTrue(micros >= 2_500_000, "all but the beginning and the end of 4 s: " + micros);
            for (int i = 1; i < parts.size(); i++) {
                PartEncoded before = parts.get(i - 1);
                assertEquals(
                        before.startMicros() + before.durationMicros(),
                        parts.get(i).startMicros());
            }
            assertEquals(Code.SOURCE_ENDED, failure(events).code());
            assertEquals(Code.SOURCE_ENDED.exitStatus(), child.awaitExit());
        }
    }

    @Test
    void shouldSayThatTheProgramIsNotInstalled() throws Exception {
        try (RunningChild child = RunningChild.withPrograms(directory, "rpicam", SMALL)) {
            CaptureFailed failed = failure(child.readUntil(_ -> false));
            assertEquals(Code.NO_SUCH_SOURCE, failed.code());
            assertTrue(failed.remedy().contains("install rpicam-apps"), failed.remedy());
        }
    }

    @Test
    void shouldSayThatTheProgramFoundNoCamera() throws Exception {
        FakePiCamera.script(directory, "echo 'ERROR: *** no cameras available ***' >&2; exit 255");
        try (RunningChild child = RunningChild.withPrograms(directory, "rpicam", SMALL)) {
            CaptureFailed failed = failure(child.readUntil(_ -> false));
            assertEquals(Code.NO_SUCH_SOURCE, failed.code());
            assertTrue(failed.reason().contains("status 255"), failed.reason());
        }
    }

    @Test
    void shouldEndAProgramThatHangsWithTheChild() throws Exception {
        Path pid = directory.resolve("pid");
        FakePiCamera.script(
                directory, "echo $$ > '" + pid + ".part'; mv '" + pid + ".part' '" + pid + "'; exec sleep 600");
        try (RunningChild child = RunningChild.withPrograms(directory, "rpicam", SMALL)) {
            child.readUntil(_ -> Files.exists(pid));
        }
        ProcessHandle program =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElse(null);
        if (program != null) {
            program.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldGiveUpAProgramThatSaysNothing() throws Exception {
        Process silent = new ProcessBuilder("sleep", "600").start();
        try {
            ProgramOutput output = new ProgramOutput(silent);
            output.deadline().in(Duration.ZERO);
            CaptureException failure = assertThrows(
                    CaptureException.class, () -> MediaInput.read(output, "rpicam-vid", "mpegts", Map.of()));
            assertTrue(String.valueOf(failure.getMessage()).contains("no answer in time"), failure.getMessage());
        } finally {
            silent.destroyForcibly();
        }
    }

    private static CaptureFailed failure(List<CaptureEvent> events) {
        return assertInstanceOf(CaptureFailed.class, events.getLast());
    }
}
