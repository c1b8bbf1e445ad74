package io.skyv.box.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file in memory, outside of Java's heap, that only grows. The kernel sends from it without a copy (sendfile(2)); nothing
 * that was written is ever written over, as the kernel may still have it to send. One writer, any number of readers; its
 * memory is given back when the ring has dropped it and the last reader has let go.
 */
public final class MemoryFile {
    private final FileChannel channel;
    private final AtomicLong lingeringBytes;
    private final AtomicInteger holders = new AtomicInteger(1);
    private long sizeBytes;

    private MemoryFile(FileChannel channel, AtomicLong lingeringBytes) {
        this.channel = channel;
        this.lingeringBytes = lingeringBytes;
    }

    /**
     * @param lingeringBytes has the size of this file added for as long as readers hold what the ring has dropped
     * @throws UncheckedIOException if the process can open no more files
     */
    static MemoryFile create(AtomicLong lingeringBytes) {
        try {
            return new MemoryFile(AnonymousFile.open("skyv-segment"), lingeringBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** By the one writer, before it drops the file. */
    Body append(byte[] bytes) {
        try {
            long begin = sizeBytes;
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest, begin + rest.position());
            }
            sizeBytes += bytes.length;
            return new Body(this, begin, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("a part could not be put into memory", e);
        }
    }

    /** By the one writer: nobody else will find it. Once. */
    void drop() {
        lingeringBytes.addAndGet(sizeBytes);
        letGo();
    }

    /** Keeps the memory until {@link #letGo}; false if it is given back already. */
    boolean hold() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    void letGo() {
        if (holders.decrementAndGet() > 0) {
            return;
        }
        lingeringBytes.addAndGet(-sizeBytes);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be given back", e);
        }
    }

    FileChannel channel() {
        return channel;
    }
}
