package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Level;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads a live source on a thread of its own, so that the source never waits for us. When we cannot keep up, what comes
 * is dropped until a keyframe finds room: whole groups of pictures are lost, never single ones.
 */
final class LiveQueue implements PacketSource {
    /** No more is kept, in bytes: three seconds of 64 Mbit/s. */
    static final long MAX_BYTES = 24L << 20;

    /** No more are kept, however small they are. */
    static final int MAX_PACKETS = 20_000;

    /** Who is behind by more had better lose pictures than go on being late. */
    static final long MAX_AGE_MICROS = 3_000_000;

    private final MediaInput input;
    private final EventSink events;
    private final Thread reader;
    private final Deque<MediaPacket> packets = new ArrayDeque<>();
    private long bytes;
    private boolean dropping;
    private long dropped;
    private boolean ended;
    private @Nullable CaptureException failure;

    /** @param input taken over */
    LiveQueue(MediaInput input, EventSink events) {
        this.input = input;
        this.events = events;
        this.reader = Thread.ofPlatform().daemon().name("source").start(this::read);
    }

    @Override
    public SourceFormat format() {
        return input.format();
    }

    private void read() {
        try {
            for (MediaPacket packet = input.next(); packet != null; packet = input.next()) {
                offer(packet);
            }
            end(null);
        } catch (CaptureException e) {
            end(e);
        } catch (RuntimeException e) {
            end(new CaptureException(
                    Code.INTERNAL,
                    "the source could not be read: " + e,
                    "nothing: it is tried again; if it comes back, try a source of another format"));
        }
    }

    private synchronized void end(@Nullable CaptureException why) {
        ended = true;
        failure = why;
        notifyAll();
    }

    private synchronized void offer(MediaPacket packet) {
        if (dropping && packet.isVideo() && packet.key() && bytes < MAX_BYTES / 2 && age(packet) < MAX_AGE_MICROS / 2) {
            dropping = false;
        } else if (!dropping
                && (bytes + packet.sizeBytes() > MAX_BYTES
                        || packets.size() >= MAX_PACKETS
                        || age(packet) > MAX_AGE_MICROS)) {
            dropping = true;
        }
        if (dropping) {
            dropped++;
            packet.close();
            return;
        }
        packets.add(packet);
        bytes += packet.sizeBytes();
        notifyAll();
    }

    private long age(MediaPacket newest) {
        MediaPacket oldest = packets.peek();
        return oldest == null ? 0 : newest.arrivalMicros() - oldest.arrivalMicros();
    }

    @Override
    public @Nullable MediaPacket next() throws CaptureException, IOException {
        long lost = takeDropped();
        if (lost > 0) {
            events.log(Level.WARNING, "too slow for the source: dropped " + lost + " packets, up to a keyframe");
        }
        return take();
    }

    private synchronized long takeDropped() {
        long lost = dropping ? 0 : dropped;
        dropped -= lost;
        return lost;
    }

    private synchronized @Nullable MediaPacket take() throws CaptureException {
        try {
            while (packets.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        MediaPacket packet = packets.poll();
        if (packet != null) {
            bytes -= packet.sizeBytes();
            return packet;
        }
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    @Override
    public void close() {
        input.cancel();
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        synchronized (this) {
            packets.forEach(MediaPacket::close);
            packets.clear();
        }
        input.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
