package io.skyv.guard;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ServerChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts a door before the HTTP server, and a guard in front of each connection that it lets in, before anything is read of it.
 * The server has no hook so early, Netty has: it loads this class as a service once {@link #enable} was called.
 */
public final class GuardEveryConnection extends ChannelInitializerExtension {
    /** @param mostReadBytes at once */
    private record Orders(Connections connections, int mostReadBytes) {}

    // Netty makes the instance, so what it needs can only lie here.
    private static final AtomicReference<@Nullable Orders> ORDERS = new AtomicReference<>();

    /** To be called before the first server starts. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /**
     * From now on connections are counted here.
     *
     * @param mostReadBytes at once: where requests are short, a few of them, so that who sends many ahead gets answers to a
     *     few ahead
     */
    public static void with(Connections connections, int mostReadBytes) {
        ORDERS.set(new Orders(connections, mostReadBytes));
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        Orders orders = ORDERS.get();
        if (orders != null) {
            listener.pipeline().addFirst("skyv-door", new Door(orders.connections()));
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Orders orders = ORDERS.get();
        if (orders != null) {
            ChannelHandler guard = new ConnectionGuard(orders.connections(), Door.address(channel), System::nanoTime);
            channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, 512, orders.mostReadBytes()));
            channel.pipeline().addFirst("skyv-guard", guard);
        }
    }
}
