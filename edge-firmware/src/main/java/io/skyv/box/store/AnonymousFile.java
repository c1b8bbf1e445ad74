package io.skyv.box.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files that have no name and live in memory: memfd_create(2), since Linux 3.17. */
final class AnonymousFile {
    private static final int MFD_CLOEXEC = 1;
    private static final MethodHandle MEMFD_CREATE =
            c("memfd_create", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            c("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private AnonymousFile() {}

    /** @param label what {@code /proc/PID/fd} shows of it */
    static FileChannel open(String label) throws IOException {
        int descriptor = memfdCreate(label);
        if (descriptor < 0) {
            throw new IOException(
                    "no memory for a segment could be had: does this process have as many files open as it"
                            + " may (ulimit -n)?");
        }
        try {
            // Java opens files by their names only; this name is the one that an open file has.
            return FileChannel.open(
                    Path.of("/proc/self/fd/" + descriptor), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            close(descriptor);
        }
    }

    private static int memfdCreate(String label) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(label);
            return (int) MEMFD_CREATE.invokeExact(name, MFD_CLOEXEC);
        } catch (Throwable e) {
            throw new AssertionError("memfd_create throws nothing", e);
        }
    }

    private static void close(int descriptor) {
        try {
            var _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError("close throws nothing", e);
        }
    }

    private static MethodHandle c(String function, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), signature);
    }
}
