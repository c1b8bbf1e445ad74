package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Level;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the TCP address to which cameras push, for as long as the child lives, and lets in one at a time. The library
 * alone would not do: it says nothing when someone has come, so who comes and says nothing would keep the camera out for
 * ever; and between two pushes nobody would listen.
 */
final class PushGate implements AutoCloseable {
    /** How often the library's own port is tried until it listens. */
    private static final int TRIES = 250;

    private static final long TRY_MILLIS = 20;
    /** Who comes back at once is not sent away because what was before is still being put away. */
    private static final long PUTTING_AWAY_MILLIS = 1500;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int BACKLOG = 8;

    private final ServerSocket door;
    private final String shown;
    private final EventSink events;
    private final SynchronousQueue<Socket> entry = new SynchronousQueue<>();

    PushGate(InetSocketAddress address, String shown, EventSink events) throws CaptureException {
        this.shown = shown;
        this.events = events;
        try {
            door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(address, BACKLOG);
        } catch (IOException | IllegalArgumentException e) {
            throw new CaptureException(
                    Code.ADDRESS_IN_USE,
                    "cannot listen at " + shown + ": " + e.getMessage(),
                    "choose another port, or end what listens there");
        }
        Thread.ofPlatform().daemon().name("push-gate").start(this::stand);
    }

    private void stand() {
        try {
            while (true) {
                Socket comer = door.accept();
                if (!entry.offer(comer, PUTTING_AWAY_MILLIS, TimeUnit.MILLISECONDS)) {
                    comer.close();
                    events.log(Level.WARNING, "another push to " + shown + " was sent away: there is one already");
                }
            }
        } catch (IOException | InterruptedException e) {
            // the door is closed, or the box is gone
        }
    }

    /** The next who comes. */
    Socket await() throws IOException {
        try {
            return entry.take();
        } catch (InterruptedException e) {
            throw new IOException("ended", e);
        }
    }

    /** A port that the library can listen at, where nobody else comes. */
    static int innerPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /**
     * Passes everything on between {@code pusher} and the library, which will listen at {@code port}, as long as it may; returns at
     * once.
     */
    void join(Socket pusher, int port, PushedName name) {
        Thread.ofPlatform().daemon().name("push-in").start(() -> {
            try (pusher;
                    Socket library = connect(port, pusher)) {
                if (library == null) {
                    return;
                }
                Thread.ofPlatform().daemon().name("push-out").start(() -> pass(library, pusher, (_, _) -> true));
                pass(pusher, library, (bytes, count) -> mayPass(name, bytes, count));
            } catch (IOException e) {
                // either side has gone, and now both
            }
        });
    }

    private static @Nullable Socket connect(int port, Socket pusher) throws IOException {
        for (int i = 0; i < TRIES && !pusher.isClosed(); i++) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                pause();
            }
        }
        return null;
    }

    private boolean mayPass(PushedName name, byte[] bytes, int count) throws IOException {
        boolean allowed = name.allows(bytes, count);
        if (!allowed) {
            events.log(
                    Level.WARNING,
                    "a push to " + shown
                            + " was sent away: it names another stream; have the camera push to what is behind"
                            + " listen: in SKYV_CAMERA, to the last letter");
        }
        return allowed;
    }

    /** Whether these bytes may go on. */
    @FunctionalInterface
    private interface Allowed {
        boolean test(byte[] bytes, int count) throws IOException;
    }

    private static void pass(Socket from, Socket to, Allowed allowed) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0 && allowed.test(buffer, count); count = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // as good as its end
        }
        closeQuietly(to);
        closeQuietly(from);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(TRY_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException("ended", e);
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone then
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            // it is gone then
        }
    }
}
