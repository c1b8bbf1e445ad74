package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Plays recordings, over and over, at their own speed. */
final class FileCapture {
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(10);

    private final CaptureSettings settings;
    private final EventSink events;

    FileCapture(CaptureSettings settings, EventSink events) {
        this.settings = settings;
        this.events = events;
    }

    void run(Path path) throws CaptureException, IOException {
        if (!Files.exists(path)) {
            throw new CaptureException(
                    Code.NO_SUCH_SOURCE, "there is no file " + path, "see whether the path is spelled otherwise");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CaptureException(
                    Code.NO_SUCH_SOURCE,
                    path + (Files.isReadable(path) ? " is not a file" : " may not be read"),
                    "choose a media file that the box's user can read");
        }
        String url = "file:" + path.toAbsolutePath();
        loop(() -> MediaInput.open(url, path.toString(), null, Map.of(), LONGEST_OPENING), path.toString());
    }

    private void loop(MediaInput.Opener opener, String shown) throws CaptureException, IOException {
        MediaInput first;
        try (Heartbeat heartbeat = Heartbeat.bounded(events, "the file " + shown, LiveCapture.LONGEST_OPENING)) {
            first = opener.open();
        }
        loop(first, opener, shown);
    }

    /** @param first what {@code opener} opened for the first time; taken over */
    void loop(MediaInput first, MediaInput.Opener opener, String shown) throws CaptureException, IOException {
        events.log(Level.INFO, shown + " is open");
        AtomicBoolean fruitful = new AtomicBoolean();
        EventSink noting = event -> {
            events.send(event);
            fruitful.compareAndSet(false, event instanceof PartEncoded);
        };
        try (LoopedInput input = new LoopedInput(first, opener, shown, fruitful::get);
                PacketSession session = new PacketSession(
                        input.format(), settings, noting, new EpochClock(), new Steadiness(), new SourceClock(true))) {
            session.run(input);
        }
    }
}
