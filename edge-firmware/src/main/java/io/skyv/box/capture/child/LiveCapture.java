package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import java.time.Duration;

/** Takes in what is live: pulled from elsewhere, pushed to us, or from a camera at hand. */
final class LiveCapture {
    static final Duration LONGEST_CONNECTING = Duration.ofSeconds(10);

    private static final Duration PAUSE_AFTER_PUSH = Duration.ofMillis(500);

    private final CaptureSettings settings;
    private final EventSink events;
    private final EpochClock epochClock = new EpochClock();

    LiveCapture(CaptureSettings settings, EventSink events) {
        this.settings = settings;
        this.events = events;
    }

    /** Fetches the stream until it ends, which is a failure. */
    void pull(Address address) throws CaptureException, IOException {
        MediaInput.Opener opener =
                () -> MediaInput.open(address.url(), address.shown(), null, address.pullOptions(), LONGEST_CONNECTING);
        MediaInput input = opener.open();
        if (input.isRecording()) {
            new FileCapture(settings, events).loop(input, opener, address.shown());
        } else {
            take(input, address.shown());
        }
        throw ended(address.shown());
    }

    void device(MediaInput input, String shown) throws CaptureException, IOException {
        take(input, shown);
        throw ended(shown);
    }

    private static CaptureException ended(String shown) {
        return new CaptureException(Code.SOURCE_ENDED, shown + " ended its stream", "nothing: it is tried again");
    }

    /** Waits for a push, takes it in, and waits for the next, for ever. */
    void listen(Address address) throws CaptureException, IOException {
        while (true) {
            address.checkFree();
            try {
                take(awaitPush(address), "the push to " + address.shown());
                events.log(Level.INFO, "the push to " + address.shown() + " ended");
            } catch (CaptureException e) {
                events.log(Level.WARNING, String.valueOf(e.getMessage()));
            }
            pause();
        }
    }

    private MediaInput awaitPush(Address address) throws CaptureException, IOException {
        try (Heartbeat heartbeat = new Heartbeat(events, "a push to " + address.shown())) {
            heartbeat.start();
            return MediaInput.open(address.url(), address.shown(), null, address.listenOptions(), null);
        }
    }

    private void take(MediaInput input, String shown) throws CaptureException, IOException {
        events.log(Level.INFO, shown + " is open");
        try (LiveQueue queue = new LiveQueue(input, events);
                PacketSession session =
                        new PacketSession(queue.format(), settings, events, epochClock, new SourceClock(false))) {
            session.run(queue);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_AFTER_PUSH);
        } catch (InterruptedException e) {
            throw new IOException("ended", e);
        }
    }
}
