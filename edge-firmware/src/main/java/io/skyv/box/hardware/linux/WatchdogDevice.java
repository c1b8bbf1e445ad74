package io.skyv.box.hardware.linux;

import io.skyv.box.hardware.HardwareWatchdog;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A hardware watchdog (Documentation/watchdog/watchdog-api.rst): once open, it restarts the machine when it is not fed in
 * time. {@link #disarm} ends that, unless the driver was built not to let go; a process that dies does not.
 */
public final class WatchdogDevice implements HardwareWatchdog, AutoCloseable {
    private static final long WDIOC_KEEPALIVE = 0x80045705L;
    private static final long WDIOC_SETTIMEOUT = 0xC0045706L;

    /** Told before it is closed, it means that the end is meant. */
    private static final byte[] MAGIC_CLOSE = "V".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final int descriptor;
    private final int timeoutSeconds;
    private boolean closed;

    private WatchdogDevice(Path path, int descriptor, int timeoutSeconds) {
        this.path = path;
        this.descriptor = descriptor;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** Opens and so starts it. */
    public static WatchdogDevice open(Path path, int timeoutSeconds) throws IOException {
        int descriptor = Kernel.open(path.toString(), Kernel.O_WRONLY);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment seconds = arena.allocateFrom(ValueLayout.JAVA_INT, timeoutSeconds);
            Kernel.ioctl(descriptor, WDIOC_SETTIMEOUT, seconds, "give " + path + " " + timeoutSeconds + " s");
            return new WatchdogDevice(path, descriptor, seconds.get(ValueLayout.JAVA_INT, 0));
        } catch (IOException e) {
            Kernel.write(descriptor, MAGIC_CLOSE, "let go of " + path);
            Kernel.close(descriptor);
            throw e;
        }
    }

    /** What the hardware made of the time that was asked for. */
    @Override
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    @Override
    public synchronized void feed() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ignored = arena.allocate(ValueLayout.JAVA_INT);
            Kernel.ioctl(descriptor, WDIOC_KEEPALIVE, ignored, "feed " + path);
        }
    }

    /** Stops it: the end is meant. */
    @Override
    public synchronized void disarm() throws IOException {
        if (!closed) {
            Kernel.write(descriptor, MAGIC_CLOSE, "disarm " + path);
            close();
        }
    }

    /** Closes it while it goes on: the machine restarts when the time is over. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            Kernel.close(descriptor);
        }
    }
}
