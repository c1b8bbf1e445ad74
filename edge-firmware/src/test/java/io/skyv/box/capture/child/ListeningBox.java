package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.capture.CaptureSupervisor;
import io.skyv.box.capture.JvmCaptureCommand;
import io.skyv.box.capture.OsChildLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A box that captures with a real child, as far as events go. What it hears may be anything that a child can mean to say. */
final class ListeningBox implements AutoCloseable {
    private static final Path DATA = Path.of("target", "capture-data");
    private static final CaptureSettings SMALL = CaptureSettings.DEFAULT.withPicture(320, 180, 25);

    /** A child that ends is started again, so that events may come for ever. */
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final BlockingQueue<CaptureEvent> events = new LinkedBlockingQueue<>();
    private final CaptureSupervisor supervisor;

    ListeningBox(String source) throws IOException {
        supervisor = CaptureSupervisor.start(
                new OsChildLauncher(JvmCaptureCommand.ofThisProcess(DATA), CaptureSource.parse(source), SMALL),
                events::add);
    }

    /** What was heard up to now counts no more. */
    void forget() {
        events.clear();
    }

    /** @return all that was heard up to and with what was waited for */
    List<CaptureEvent> await(String what, Predicate<CaptureEvent> enough) throws InterruptedException {
        List<CaptureEvent> seen = new ArrayList<>();
        long began = System.nanoTime();
        CaptureEvent event;
        do {
            event = events.poll(120, TimeUnit.SECONDS);
            assertTrue(event != null, what + ": nothing more after " + seen);
            seen.add(event);
            assertTrue(System.nanoTime() - began < WITHIN_NANOS, what + ": no end of " + seen);
            if (event instanceof CaptureFailed failed) {
                assertTrue(failed.code() != Code.BAD_RECORDS && failed.code() != Code.INTERNAL, what + ": " + failed);
            }
        } while (!enough.test(event));
        return seen;
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
