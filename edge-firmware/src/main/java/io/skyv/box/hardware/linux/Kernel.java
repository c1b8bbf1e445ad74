package io.skyv.box.hardware.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** System calls that Java has no word for. What fails is an {@link IOException} with the kernel's error in words. */
final class Kernel {
    static final int O_RDWR = 2;
    static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;

    static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLFD_REVENTS = 6;
    private static final int EINTR = 4;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            plain("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle IOCTL = variadic(
            "ioctl",
            2,
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    private static final MethodHandle POLL = plain(
            "poll",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle READ = plain(
            "read",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle WRITE = plain(
            "write",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle CLOSE =
            plain("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Kernel() {}

    private interface Call<T extends Number> {
        T with(MemorySegment state) throws Throwable;
    }

    /** @return the descriptor, which is not passed on to children */
    static int open(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            return call(arena, "open " + path, s -> (int) OPEN.invokeExact(s, name, flags | O_CLOEXEC));
        }
    }

    /** @param what in words, for the message */
    static int ioctl(int descriptor, long request, MemorySegment argument, String what) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena, what, s -> (int) IOCTL.invokeExact(s, descriptor, request, argument));
        }
    }

    /** @return whether there is something to read; false also when a signal came */
    static boolean awaitInput(int descriptor, int timeoutMillis) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(POLLFD_BYTES, Integer.BYTES);
            asked.set(ValueLayout.JAVA_INT, 0, descriptor);
            asked.set(ValueLayout.JAVA_SHORT, POLLFD_EVENTS, POLLIN);
            int ready;
            try {
                ready = call(arena, "poll", s -> (int) POLL.invokeExact(s, asked, 1L, timeoutMillis));
            } catch (KernelException e) {
                if (e.errno() == EINTR) {
                    return false;
                }
                throw e;
            }
            return ready > 0 && (asked.get(ValueLayout.JAVA_SHORT, POLLFD_REVENTS) & POLLIN) != 0;
        }
    }

    static long read(int descriptor, MemorySegment into) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena, "read", s -> (long) READ.invokeExact(s, descriptor, into, into.byteSize()));
        }
    }

    static void write(int descriptor, byte[] bytes, String what) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            call(arena, what, s -> (long) WRITE.invokeExact(s, descriptor, from, (long) bytes.length));
        }
    }

    static void close(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            call(arena, "close", s -> (int) CLOSE.invokeExact(s, descriptor));
        }
    }

    private static <T extends Number> T call(Arena arena, String what, Call<T> call) throws IOException {
        MemorySegment state = arena.allocate(STATE);
        T result;
        try {
            result = call.with(state);
        } catch (Throwable e) {
            throw new AssertionError("the kernel throws nothing", e);
        }
        if (result.longValue() < 0) {
            throw new KernelException(what, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static MethodHandle plain(String name, FunctionDescriptor signature) {
        return handle(name, signature, Linker.Option.captureCallState("errno"));
    }

    /** Where the rest of the arguments, after so many, are those of C's "...". */
    private static MethodHandle variadic(String name, int fixed, FunctionDescriptor signature) {
        return handle(name, signature, Linker.Option.firstVariadicArg(fixed), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle handle(String name, FunctionDescriptor signature, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
    }
}
