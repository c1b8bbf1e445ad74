package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureCommand;
import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.capture.ChildProcess;
import io.skyv.box.capture.EventReader;
import io.skyv.box.capture.JvmCaptureCommand;
import io.skyv.box.capture.OsChildLauncher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A real child of the class path under test. */
final class RunningChild implements AutoCloseable {
    /** The libraries are unpacked once for all tests. */
    private static final Path DATA = Path.of("target", "capture-data");

    static final Path LIBRARIES = DATA.resolve("javacpp").toAbsolutePath();

    private final ChildProcess process;
    private final EventReader reader;
    private final List<CaptureEvent> events = new ArrayList<>();

    RunningChild(String source, CaptureSettings settings) throws IOException {
        this(source, settings, JvmCaptureCommand.ofThisProcess(DATA));
    }

    /** Programs are looked for in {@code programs} first. */
    static RunningChild withPrograms(Path programs, String source, CaptureSettings settings) throws IOException {
        CaptureCommand usual = JvmCaptureCommand.ofThisProcess(DATA);
        return new RunningChild(
                source,
                settings,
                of -> Stream.concat(
                                Stream.of("env", "PATH=" + programs + ":" + System.getenv("PATH")),
                                usual.words(of).stream())
                        .toList());
    }

    private RunningChild(String source, CaptureSettings settings, CaptureCommand command) throws IOException {
        process = new OsChildLauncher(command, CaptureSource.parse(source), settings).start();
        Thread.ofVirtual().start(() -> {
            try {
                process.complaints().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // it ended
            }
        });
        reader = new EventReader(process.records());
    }

    /** Reads until {@code enough} is so of all that was read, or the child ends. */
    List<CaptureEvent> readUntil(Predicate<List<CaptureEvent>> enough) throws IOException {
        while (!enough.test(events)) {
            Optional<CaptureEvent> event = reader.read();
            if (event.isEmpty()) {
                break;
            }
            events.add(event.get());
        }
        return List.copyOf(events);
    }

    static List<PartEncoded> parts(List<CaptureEvent> events) {
        return events.stream()
                .filter(PartEncoded.class::isInstance)
                .map(PartEncoded.class::cast)
                .toList();
    }

    static List<EncodingStarted> epochs(List<CaptureEvent> events) {
        return events.stream()
                .filter(EncodingStarted.class::isInstance)
                .map(EncodingStarted.class::cast)
                .toList();
    }

    int awaitExit() throws InterruptedException {
        if (!process.awaitEnd(Duration.ofSeconds(10))) {
            throw new AssertionError("the child does not end");
        }
        return process.exitStatus();
    }

    @Override
    public void close() {
        process.kill();
    }
}
