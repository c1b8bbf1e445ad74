package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/** Takes in what is live: pulled from elsewhere, pushed to us, or from a camera at hand. */
final class LiveCapture {
    static final Duration LONGEST_CONNECTING = Duration.ofSeconds(10);

    /** Connecting, and looking at what comes. */
    static final Duration LONGEST_OPENING = LONGEST_CONNECTING.plus(MediaInput.LONGEST_PROBING);

    private static final Duration PAUSE_AFTER_PUSH = Duration.ofMillis(500);

    private static final int TRIES_TO_LISTEN = 10;

    private final CaptureSettings settings;
    private final EventSink events;
    private final EpochClock epochClock = new EpochClock();
    private final Steadiness steadiness = new Steadiness();

    LiveCapture(CaptureSettings settings, EventSink events) {
        this.settings = settings;
        this.events = events;
    }

    /** Fetches the stream until it ends, which is a failure. */
    void pull(Address address) throws CaptureException, IOException {
        MediaInput.Opener opener =
                () -> MediaInput.open(address.url(), address.shown(), null, address.pullOptions(), LONGEST_CONNECTING);
        MediaInput input;
        try (Heartbeat heartbeat = Heartbeat.bounded(events, "an answer of " + address.shown(), LONGEST_OPENING)) {
            input = opener.open();
        }
        if (input.isRecording()) {
            new FileCapture(settings, events).loop(input, opener, address.shown());
        } else {
            take(input, address.shown());
        }
        throw ended(address.shown(), "nothing: it is tried again");
    }

    void device(MediaInput input, String shown) throws CaptureException, IOException {
        take(input, shown);
        throw ended(shown, "nothing: it is tried again");
    }

    private static CaptureException ended(String shown, String remedy) {
        return new CaptureException(Code.SOURCE_ENDED, shown + " ended its stream", remedy);
    }

    /** Waits for a push, takes it in, and waits for the next, for ever. What is wrong with one of them is said. */
    void listen(Address address) throws CaptureException, IOException {
        if (address.isDatagram()) {
            while (true) {
                awaitFree(address);
                takePush(() -> takeDatagrams(address), address);
            }
        }
        address.pushedName(); // to be told of a bad one before the first push
        try (PushGate gate = new PushGate(address.socketAddress(), address.shownDoor(), events)) {
            while (true) {
                takePush(() -> takeConnection(gate, address), address);
            }
        }
    }

    /** One push, from waiting for it to its end. */
    @FunctionalInterface
    private interface Push {
        void run() throws CaptureException, IOException;
    }

    private void takePush(Push push, Address address) throws IOException {
        try {
            push.run();
            events.send(ended("the push to " + address.shownDoor(), "nothing: the box waits for the next")
                    .toEvent());
        } catch (CaptureException e) {
            events.send(e.toEvent());
        }
        pause();
    }

    /** A socket that was closed a moment ago may be there still. */
    private static void awaitFree(Address address) throws CaptureException, IOException {
        for (int i = 1; i < TRIES_TO_LISTEN; i++) {
            try {
                address.checkFree();
                return;
            } catch (CaptureException e) {
                pause();
            }
        }
        address.checkFree();
    }

    private void takeDatagrams(Address address) throws CaptureException, IOException {
        MediaInput input;
        try (Heartbeat heartbeat = Heartbeat.endless(events, "a push to " + address.shownDoor())) {
            input = MediaInput.accept(address.url(), address.shownDoor(), address.listenOptions());
        }
        take(input, "the push to " + address.shownDoor());
    }

    private void takeConnection(PushGate gate, Address address) throws CaptureException, IOException {
        Socket pusher;
        try (Heartbeat heartbeat = Heartbeat.endless(events, "a push to " + address.shownDoor())) {
            pusher = gate.await();
        }
        try (pusher) {
            Address inside = address.inside(PushGate.innerPort());
            gate.join(pusher, inside.socketAddress().getPort(), address.pushedName());
            MediaInput input;
            try (Heartbeat heartbeat = Heartbeat.bounded(
                    events, "the first picture of the push to " + address.shownDoor(), LONGEST_OPENING)) {
                input = MediaInput.open(
                        inside.url(), address.shownDoor(), null, inside.listenOptions(), LONGEST_CONNECTING);
            }
            take(input, "the push to " + address.shownDoor());
        }
    }

    private void take(MediaInput input, String shown) throws CaptureException, IOException {
        events.log(Level.INFO, shown + " is open");
        try (LiveQueue queue = new LiveQueue(input, events);
                PacketSession session = new PacketSession(
                        queue.format(), settings, events, epochClock, steadiness, new SourceClock(false))) {
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
