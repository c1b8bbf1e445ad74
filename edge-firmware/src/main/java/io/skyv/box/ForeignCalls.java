package io.skyv.box;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Whether {@code java.lang.foreign} works here, into C and back: the box's hardware is driven through it. A native
 * executable must know each signature when it is built, from {@code reachability-metadata.json}.
 */
final class ForeignCalls {
    private static final FunctionDescriptor GETPID = FunctionDescriptor.of(ValueLayout.JAVA_INT);
    private static final FunctionDescriptor QSORT = FunctionDescriptor.ofVoid(
            ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final FunctionDescriptor COMPARE =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    private ForeignCalls() {}

    /** @return what was seen */
    static String check() throws Exception {
        int pid = pid();
        if (pid != ProcessHandle.current().pid()) {
            throw new IllegalStateException("getpid() says " + pid + ", it is "
                    + ProcessHandle.current().pid());
        }
        int[] sorted = sorted(3, -1, 2);
        if (!Arrays.equals(sorted, new int[] {-1, 2, 3})) {
            throw new IllegalStateException("qsort() sorts to " + Arrays.toString(sorted));
        }
        return "getpid() is " + pid + ", qsort() calls back";
    }

    private static int pid() throws Exception {
        try {
            return (int) function("getpid", GETPID).invokeExact();
        } catch (Throwable e) {
            throw new Exception("getpid() cannot be called: " + e, e);
        }
    }

    private static int[] sorted(int... numbers) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(
                            ForeignCalls.class,
                            "compare",
                            MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
            MemorySegment callback = Linker.nativeLinker().upcallStub(compare, COMPARE, arena);
            MemorySegment array = arena.allocateFrom(ValueLayout.JAVA_INT, numbers);
            function("qsort", QSORT)
                    .invokeExact(array, (long) numbers.length, ValueLayout.JAVA_INT.byteSize(), callback);
            return array.toArray(ValueLayout.JAVA_INT);
        } catch (Throwable e) {
            throw new Exception("qsort() cannot be called: " + e, e);
        }
    }

    /** What qsort(3) wants to know. */
    static int compare(MemorySegment left, MemorySegment right) {
        return Integer.compare(number(left), number(right));
    }

    private static int number(MemorySegment address) {
        return address.reinterpret(ValueLayout.JAVA_INT.byteSize()).get(ValueLayout.JAVA_INT, 0);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
