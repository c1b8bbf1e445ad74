package io.skyv.guard;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class UnsentBytesTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void shouldTakeLessOfAnAnswerThanTheKernelWouldWhenNobodyReadsIt() throws Exception {
        try (ServerSocketChannel bounded = listening();
                ServerSocketChannel asItWas = listening()) {
            long before = takenWithoutReader(asItWas);
            assertTrue(UnsentBytes.limit() > 0, "this process has sockets of TCP");
            long after = takenWithoutReader(bounded);
            assertTrue(after < before - UnsentBytes.LIMIT_BYTES, after + " bytes were taken, " + before + " before");
        }
    }

    private static ServerSocketChannel listening() throws Exception {
        return ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
    }

    /** What the kernel takes until it says that it takes no more. */
    private static long takenWithoutReader(ServerSocketChannel server) throws Exception {
        try (SocketChannel reader = SocketChannel.open(server.getLocalAddress());
                SocketChannel writer = server.accept()) {
            assertTrue(reader.isConnected());
            writer.configureBlocking(false);
            long taken = 0;
            ByteBuffer some = ByteBuffer.allocate(16 << 10);
            for (int written = writer.write(some); written > 0; written = writer.write(some.clear())) {
                taken += written;
            }
            return taken;
        }
    }
}
