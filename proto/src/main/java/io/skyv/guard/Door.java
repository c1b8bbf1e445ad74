package io.skyv.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.skyv.guard.Connections.Cause;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where connections come in, on the thread that accepts them. One that there is no place for ends here: it gets no pipeline
 * and no place on an event loop, which those who are served would have to wait for.
 */
final class Door extends ChannelInboundHandlerAdapter {
    private final Connections connections;

    Door(Connections connections) {
        this.connections = connections;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel comer = (Channel) accepted;
        Optional<Cause> refusal = connections.admit(address(comer));
        if (refusal.isPresent()) {
            connections.ended(refusal.get());
            comer.unsafe().closeForcibly();
            return;
        }
        ctx.fireChannelRead(comer);
    }

    /** Whose it is; one that has hung up already counts as this machine's. */
    static InetAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
