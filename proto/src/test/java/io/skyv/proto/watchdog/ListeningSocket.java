package io.skyv.proto.watchdog;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** A service manager's end: a datagram socket that is read without waiting. */
public final class ListeningSocket implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 4096;
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MSG_DONTWAIT = 0x40;

    private final Linker linker = Linker.nativeLinker();
    private final int socket;

    /** @param name a path, or {@code @} and a name that is in no directory */
    public ListeningSocket(String name) throws Throwable {
        MethodHandle make = call("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        socket = (int) make.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
        MethodHandle bind = call("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Short.BYTES + NotifySocket.MAX_PATH_BYTES, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            address.setString(Short.BYTES, name);
            boolean inNoDirectory = name.startsWith("@");
            if (inNoDirectory) {
                address.set(ValueLayout.JAVA_BYTE, Short.BYTES, (byte) 0);
            }
            int length = inNoDirectory ? Short.BYTES + name.length() : (int) address.byteSize();
            if ((int) bind.invokeExact(socket, address, length) != 0) {
                throw new IllegalStateException("cannot listen at " + name);
            }
        }
    }

    /** What came first and was not read yet; empty where there is nothing. */
    public String next() throws Throwable {
        MethodHandle receive = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("recv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(MAX_MESSAGE_BYTES);
            long length = (long) receive.invokeExact(socket, text, (long) MAX_MESSAGE_BYTES, MSG_DONTWAIT);
            return length < 0
                    ? ""
                    : new String(text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            int _ = (int) call("close", ValueLayout.JAVA_INT).invokeExact(socket);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private MethodHandle call(String name, java.lang.foreign.MemoryLayout... arguments) {
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }
}
