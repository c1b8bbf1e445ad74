package io.skyv.guard;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bounds what the kernel takes from us of an answer before it could send it: {@code TCP_NOTSENT_LOWAT} of tcp(7). What is
 * on its way stays unbounded, so a receiver far away is not slower; but a receiver that is slow holds less of the
 * kernel's memory, and under BBR, which paces by what it measures, a queue that is always full made answers of megabytes a
 * third slower (docs/benchmarks.md).
 *
 * <p>Java has no word for the option and no way to a socket's descriptor. {@code /proc} has one, and a connection has the
 * options of the socket that accepted it.
 */
public final class UnsentBytes {
    /** Per connection. */
    static final int LIMIT_BYTES = 128 << 10;

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NOTSENT_LOWAT = 25;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final MethodHandle SETSOCKOPT = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("setsockopt"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT));
    private static final Logger LOG = System.getLogger(UnsentBytes.class.getName());

    private UnsentBytes() {}

    /**
     * For each TCP socket that this process has open now, and what those that listen will accept.
     *
     * @return how many they are; none where there is no {@code /proc}
     */
    public static int limit() {
        int limited = 0;
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            List<Path> sockets = descriptors.filter(UnsentBytes::isSocket).toList();
            for (Path socket : sockets) {
                limited += limit(Integer.parseInt(socket.getFileName().toString())) ? 1 : 0;
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "the kernel's queues of what is not sent yet stay as they are: {0}", e.getMessage());
        }
        return limited;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException _) {
            return false; // closed meanwhile
        }
    }

    /** @return false for a socket that is not TCP's */
    private static boolean limit(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_INT, LIMIT_BYTES);
            return (int) SETSOCKOPT.invokeExact(
                            descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, bytes, (int) ValueLayout.JAVA_INT.byteSize())
                    == 0;
        } catch (Throwable e) {
            throw new AssertionError("setsockopt throws nothing", e);
        }
    }
}
