package io.skyv.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.skyv.guard.Connections.Cause;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a receiver, next to the socket. While something is under way, looks at it each second: whether a request that has begun gets whole,
 * and whether what is sent is taken. On the connection's event loop only.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
    static final long LOOK_MILLIS = 1_000;
    private static final long NONE = Long.MIN_VALUE;

    private final Connections connections;
    private final InetAddress from;
    private final LongSupplier nanos;
    private boolean looking;
    private long requestSinceNanos = NONE;
    private long writtenBytes;
    private long waitingSinceNanos = NONE;
    private long takenByThen;

    /** @param from who was admitted; its place is free again when the connection has ended */
    ConnectionGuard(Connections connections, InetAddress from, LongSupplier nanos) {
        this.connections = connections;
        this.from = from;
        this.nanos = nanos;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().config().setMessageSizeEstimator(() -> ConnectionGuard::sizeBytes);
        ctx.channel().closeFuture().addListener(_ -> connections.left(from));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        requestSinceNanos = nanos.getAsLong();
        keepLooking(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (requestSinceNanos == NONE) {
            requestSinceNanos = nanos.getAsLong();
            keepLooking(ctx);
        }
        ctx.fireChannelRead(message);
        if (!ctx.channel().isWritable()) {
            ctx.channel().config().setAutoRead(false); // the server may have turned it on again meanwhile
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        requestSinceNanos = NONE;
        writtenBytes += sizeBytes(message);
        keepLooking(ctx);
        ctx.write(message, promise);
    }

    /** Who does not take its answers is asked for no more: else what waits for it would grow with each request. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // Without this the selector would go on reading, whoever asked for it.
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        ctx.fireChannelWritabilityChanged();
    }

    /** A connection on which nothing is under way is not looked at: ten thousand of them cost no time. */
    private void keepLooking(ChannelHandlerContext ctx) {
        if (!looking) {
            looking = true;
            var _ = ctx.executor().schedule(() -> look(ctx), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look(ChannelHandlerContext ctx) {
        looking = false;
        if (!ctx.channel().isActive()) {
            return;
        }
        long now = nanos.getAsLong();
        if (requestSinceNanos != NONE
                && now - requestSinceNanos
                        > connections.limits().requestTimeout().toNanos()) {
            end(ctx, Cause.SLOW_REQUEST);
        } else if (lags(ctx.channel().unsafe().outboundBuffer(), now)) {
            end(ctx, Cause.SLOW_RECEIVER);
        } else if (requestSinceNanos != NONE || waitingSinceNanos != NONE) {
            keepLooking(ctx);
        }
    }

    /** Whether, over a whole window in which there was always something to take, too little was taken. */
    private boolean lags(@Nullable ChannelOutboundBuffer out, long now) {
        if (out == null || out.totalPendingWriteBytes() == 0) {
            waitingSinceNanos = NONE;
            return false;
        }
        long taken = writtenBytes - out.totalPendingWriteBytes() + out.currentProgress();
        if (waitingSinceNanos == NONE) {
            waitingSinceNanos = now;
            takenByThen = taken;
            return false;
        }
        if (now - waitingSinceNanos < ConnectionLimits.SEND_WINDOW.toNanos()) {
            return false;
        }
        long least = connections.limits().minSendBytesPerSecond() * ConnectionLimits.SEND_WINDOW.toSeconds();
        boolean tooLittle = taken - takenByThen < least;
        waitingSinceNanos = now;
        takenByThen = taken;
        return tooLittle;
    }

    private void end(ChannelHandlerContext ctx, Cause cause) {
        connections.ended(cause);
        ctx.close();
    }

    /** What is sent from a file waits for the receiver as anything else does; Netty's own estimate for it is 0. */
    private static int sizeBytes(Object message) {
        return switch (message) {
            case ByteBuf bytes -> bytes.readableBytes();
            case FileRegion region -> Math.toIntExact(region.count());
            default -> 0;
        };
    }
}
