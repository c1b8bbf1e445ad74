package io.skyv.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.skyv.guard.Connections.Cause;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {
    private static final String HOME = "192.0.2.1";
    /** As {@link EmbeddedChannel#runScheduledPendingTasks} has it. */
    private static final long NOTHING_DUE = -1;

    private static final String NEIGHBOUR = "192.0.2.2";

    private final List<Cause> ended = new ArrayList<>();
    private final Connections connections =
            new Connections(new ConnectionLimits(3, 2, Duration.ofSeconds(20), 1_000), ended::add);
    private long nanos;

    @Test
    void shouldKeepSoManyOfAnAddressAndSoManyInAll() {
        EmbeddedChannel first = connect(HOME);
        EmbeddedChannel second = connect(HOME);
        assertTrue(first.isOpen() && second.isOpen());
        assertFalse(connect(HOME).isOpen());
        assertEquals(1, ended(Cause.TOO_MANY_OF_ADDRESS));
        assertTrue(connect(NEIGHBOUR).isOpen());
        assertFalse(connect("192.0.2.3").isOpen());
        assertEquals(1, ended(Cause.TOO_MANY));
        first.close();
        assertEquals(2, connections.open());
        assertTrue(connect(HOME).isOpen(), "there is a place again");
    }

    @Test
    void shouldTakeANetworkOfIpv6ForOneAddress() {
        assertEquals(network("2001:db8::1"), network("2001:db8::ffff:1"));
        assertFalse(network("2001:db8::1").equals(network("2001:db8:0:1::1")));
    }

    @Test
    void shouldCloseWhoConnectsAndAsksNothing() {
        EmbeddedChannel silent = connect(HOME);
        pass(silent, 20);
        assertTrue(silent.isOpen());
        pass(silent, 2);
        assertFalse(silent.isOpen());
        assertEquals(1, ended(Cause.SLOW_REQUEST));
        assertEquals(0, connections.open());
    }

    @Test
    void shouldNotLookAtAConnectionOnWhichNothingIsUnderWay() {
        EmbeddedChannel player = connect(HOME);
        player.writeInbound(bytes(100));
        player.writeOutbound(bytes(50_000));
        pass(player, 1);
        assertEquals(NOTHING_DUE, player.runScheduledPendingTasks(), "nobody looks");
        player.writeInbound(bytes(1));
        assertTrue(player.runScheduledPendingTasks() != NOTHING_DUE, "a request has begun");
        pass(player, 22);
        assertFalse(player.isOpen(), "and did not end");
        assertEquals(1, ended(Cause.SLOW_REQUEST));
    }

    @Test
    void shouldCloseWhoNeverEndsItsRequestHoweverBusyItIs() {
        EmbeddedChannel trickling = connect(HOME);
        for (int second = 0; second < 22 && trickling.isOpen(); second++) {
            trickling.writeInbound(bytes(1));
            pass(trickling, 1);
        }
        assertFalse(trickling.isOpen());
        assertEquals(1, ended(Cause.SLOW_REQUEST));
    }

    @Test
    void shouldLetAPlayerWatchForHours() {
        EmbeddedChannel player = connect(HOME);
        for (int minute = 0; minute < 120; minute++) {
            player.writeInbound(bytes(100));
            pass(player, 8);
            player.writeOutbound(bytes(50_000));
            pass(player, 52);
        }
        assertTrue(player.isOpen());
    }

    @Test
    void shouldCloseAReceiverThatTakesNextToNothing() {
        EmbeddedChannel slow = connect(HOME);
        slow.writeInbound(bytes(100));
        slow.write(bytes(1_000_000)); // and not flushed: nobody takes it
        pass(slow, 19);
        assertTrue(slow.isOpen());
        pass(slow, 4);
        assertFalse(slow.isOpen());
        assertEquals(1, ended(Cause.SLOW_RECEIVER));
    }

    @Test
    void shouldCloseAReceiverThatTakesNextToNothingOfWhatTheKernelSends() {
        EmbeddedChannel slow = connect(HOME);
        slow.writeInbound(bytes(100));
        FileRegion body = new DefaultFileRegion(new File("never opened, as nobody takes it"), 0, 1_000_000);
        slow.write(body);
        assertFalse(slow.isWritable());
        pass(slow, 23);
        assertFalse(slow.isOpen());
        assertEquals(1, ended(Cause.SLOW_RECEIVER));
        assertEquals(0, body.refCnt());
    }

    @Test
    void shouldReadNoMoreRequestsWhileAnswersWait() {
        AtomicInteger reads = new AtomicInteger();
        EmbeddedChannel pipelining = connect(HOME);
        pipelining.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            public void read(ChannelHandlerContext ctx) {
                reads.incrementAndGet();
            }
        });
        pipelining.read();
        assertEquals(1, reads.get());
        pipelining.write(bytes(1_000_000));
        pipelining.read();
        assertEquals(1, reads.get());
        assertFalse(pipelining.config().isAutoRead(), "nor does the selector");
        pipelining.flush();
        assertTrue(pipelining.config().isAutoRead(), "the answers are taken: on with it");
        assertEquals(2, reads.get());
    }

    /** Comes to the door, and gets a guard where it is let in. */
    private EmbeddedChannel connect(String address) {
        EmbeddedChannel comer = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address(address), 40_000);
            }
        };
        comer.freezeTime();
        EmbeddedChannel door = new EmbeddedChannel(new Door(connections));
        if (door.writeInbound(comer)) {
            comer.pipeline().addFirst(new ConnectionGuard(connections, Door.address(comer), () -> nanos));
            comer.pipeline().fireChannelActive();
        }
        return comer;
    }

    /** Seconds go by, and the guard looks. */
    private void pass(EmbeddedChannel channel, int seconds) {
        for (int second = 0; second < seconds; second++) {
            nanos += TimeUnit.SECONDS.toNanos(1);
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private int ended(Cause cause) {
        return Collections.frequency(ended, cause);
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }

    private static ByteBuffer network(String literal) {
        return Connections.network(address(literal));
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
