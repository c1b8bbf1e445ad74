package io.skyv.box.guard;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts a door before the HTTP server, and a guard in front of each connection that it lets in, before anything is read of it.
 * The server has no hook so early, Netty has: it loads this class as a service once {@link #enable} was called.
 */
public final class GuardEveryConnection extends ChannelInitializerExtension {
    /** Read at once: a few requests, so that who sends many ahead gets answers to a few ahead. */
    private static final int MOST_READ_BYTES = 2 * 1024;

    // Netty makes the instance, so what it needs can only lie here.
    private static final AtomicReference<@Nullable Connections> CONNECTIONS = new AtomicReference<>();

    /** To be called before the first server starts. */
    public static void enable() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    /** From now on connections are counted here. */
    public static void with(Connections connections) {
        CONNECTIONS.set(connections);
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        Connections connections = CONNECTIONS.get();
        if (connections != null) {
            listener.pipeline().addFirst("skyv-door", new Door(connections));
        }
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        Connections connections = CONNECTIONS.get();
        if (connections != null) {
            channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, 512, MOST_READ_BYTES));
            channel.pipeline()
                    .addFirst("skyv-guard", new ConnectionGuard(connections, Door.address(channel), System::nanoTime));
        }
    }
}
