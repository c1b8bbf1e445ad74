package io.skyv.box;

import io.skyv.box.capture.CaptureCommand;
import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.capture.ChildProcess;
import io.skyv.box.capture.EventReader;
import io.skyv.box.capture.OsChildLauncher;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tries what a box needs of the machine that it was put on, without network, identity or data: whoever installs one can see
 * whether it will do.
 */
final class SelfTest {
    private static final Duration LONGEST_CAPTURE = Duration.ofSeconds(60);
    private static final CaptureSettings SMALL = CaptureSettings.DEFAULT.withPicture(320, 180, 10);

    private SelfTest() {}

    private interface Trial {
        /** @return what was seen, in a few words */
        String run() throws Exception;
    }

    /**
     * Prints a line for each trial.
     *
     * @param data where a Java machine unpacks the media libraries; a native executable writes nothing
     * @return whether all went well
     */
    static boolean run(Path data, PrintStream out) {
        boolean calls = say(out, "calls into C", ForeignCalls::check);
        boolean capture = say(out, "capture", () -> firstPart(data));
        return calls && capture;
    }

    private static boolean say(PrintStream out, String name, Trial trial) {
        try {
            out.println("ok      " + name + ": " + trial.run());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception | LinkageError e) {
            out.println("FAILED  " + name + ": " + e.getMessage());
            return false;
        }
    }

    /** Starts a child as the box does, and waits for a test picture's first part. */
    private static String firstPart(Path data) throws IOException, InterruptedException {
        ChildProcess child =
                new OsChildLauncher(CaptureCommand.ofThisProcess(data), new CaptureSource.TestPicture(), SMALL).start();
        try (ScheduledExecutorService bound = Executors.newSingleThreadScheduledExecutor()) {
            var _ = bound.schedule(child::kill, LONGEST_CAPTURE.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return firstPart(new EventReader(child.records()));
            } finally {
                child.kill();
                bound.shutdownNow();
            }
        }
    }

    private static String firstPart(EventReader records) throws IOException {
        String codecs = "";
        for (Optional<CaptureEvent> event = records.read(); event.isPresent(); event = records.read()) {
            switch (event.get()) {
                case EncodingStarted started -> codecs = started.codecs();
                case PartEncoded part -> {
                    return "a part of " + part.body().length + " bytes, " + codecs;
                }
                case CaptureFailed failed -> throw new IOException(failed.reason() + "; " + failed.remedy());
                default -> {
                    // waits, or says something: the part is still to come
                }
            }
        }
        throw new IOException("no part came within " + LONGEST_CAPTURE.toSeconds() + " s");
    }
}
