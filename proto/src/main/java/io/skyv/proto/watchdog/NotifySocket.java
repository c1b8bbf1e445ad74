package io.skyv.proto.watchdog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The socket of Linux at which a service manager listens, and to which one line at a time is sent. Java's own channels have
 * streams of that family only (unix(7)), and this one takes datagrams.
 */
final class NotifySocket {
    /** Bytes of {@code sun_path}, the ending zero among them (unix(7)). */
    static final int MAX_PATH_BYTES = 108;

    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** A manager that reads nothing has a full queue, ten lines by Linux' default; nobody hangs on it, nor does the end of a program. */
    private static final int MAX_TRIES = 10;

    private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    // Not static: an executable made ahead of time would keep the addresses of the machine that made it.
    private final Linker linker = Linker.nativeLinker();
    private final MethodHandle makeSocket = call(
            "socket",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private final MethodHandle sendTo = call(
            "sendto",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));
    private final MethodHandle closeSocket =
            call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private final byte[] path;

    /**
     * @param name the value of {@code NOTIFY_SOCKET}: a path, or {@code @} and a name that is in no directory
     * @throws IllegalArgumentException for anything else
     */
    NotifySocket(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (!name.startsWith("/") && !name.startsWith("@") || bytes.length < 2 || bytes.length >= MAX_PATH_BYTES) {
            throw new IllegalArgumentException("NOTIFY_SOCKET is no path of a socket: '" + name + "'");
        }
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        this.path = bytes;
    }

    /**
     * @param notice such as {@code READY=1}
     * @throws IOException if nobody took it within a second
     */
    void send(String notice) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int socket = (int) makeSocket.invokeExact((int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (socket < 0) {
                throw new IOException("there is no socket to be had");
            }
            try {
                send(socket, notice.getBytes(StandardCharsets.UTF_8), arena);
            } finally {
                int _ = (int) closeSocket.invokeExact(socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library throws nothing", e);
        }
    }

    private void send(int socket, byte[] bytes, Arena arena) throws Throwable {
        MemorySegment text = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
        MemorySegment address = arena.allocate(Short.BYTES + MAX_PATH_BYTES, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
        // A name in no directory ends with the address; a path ends with the zero that is in its place already.
        int length = Short.BYTES + path.length + (path[0] == 0 ? 0 : 1);
        int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            if ((long) sendTo.invokeExact(socket, text, (long) bytes.length, flags, address, length) == bytes.length) {
                return;
            }
            LockSupport.parkNanos(TRY_AGAIN_NANOS);
        }
        throw new IOException("nobody takes it at NOTIFY_SOCKET");
    }

    private MethodHandle call(String name, FunctionDescriptor signature) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
    }
}
