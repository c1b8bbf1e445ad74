package io.skyv.box.meter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Records that survive the process from the moment they are written, and the machine from the next fsync on, a second
 * later at most. Each is its length and CRC-32C (RFC 9260 appendix A), 32 bits each, and its bytes; what a crash left
 * half-written at the end is cut off at the next start. One thread writes; when the file has grown enough it is replaced
 * by a snapshot.
 */
final class WriteAheadFile implements AutoCloseable {
    static final int MAX_RECORD_BYTES = 4096;
    static final int MAX_QUEUED = 20_000;
    static final long COMPACT_FROM_BYTES = 8L << 20;
    private static final int MAX_BATCH = 512;
    private static final int HEAD_BYTES = 8;
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Entry(byte[] payload, Runnable onWritten, CompletableFuture<Void> result) {}

    private final Path file;
    private final Supplier<List<byte[]>> snapshot;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final Thread writer;
    private FileChannel channel;
    private long compactAtBytes = COMPACT_FROM_BYTES;
    private boolean dirty;
    private long syncedAtNanos = System.nanoTime();
    private volatile boolean closing;

    /**
     * @param replay is given each whole record that the file has, in order, before this returns
     * @param snapshot the records that stand for all that is live; called by the writing thread
     */
    WriteAheadFile(Path file, Consumer<byte[]> replay, Supplier<List<byte[]>> snapshot) throws IOException {
        this.file = file;
        this.snapshot = snapshot;
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = readAll(replay);
        channel.truncate(end);
        channel.position(end);
        this.writer = Thread.ofPlatform().name("receipts-writer").daemon(true).start(this::writeLoop);
    }

    /**
     * Completes once the record is in the file and {@code onWritten} has run; exceptionally when it could not be written,
     * or the queue is full: then it counts for nothing.
     */
    CompletionStage<Void> append(byte[] payload, Runnable onWritten) {
        if (payload.length > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("a record of " + payload.length + " bytes is over " + MAX_RECORD_BYTES);
        }
        CompletableFuture<Void> result = new CompletableFuture<>();
        if (closing || !queue.offer(new Entry(payload, onWritten, result))) {
            result.completeExceptionally(new IOException("the receipt file is busy or closed"));
        }
        return result;
    }

    @Override
    public void close() {
        closing = true;
        // Only to wake the writer; an interrupt would close the file under it.
        var _ = queue.offer(new Entry(new byte[0], () -> {}, new CompletableFuture<>()));
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long readAll(Consumer<byte[]> replay) throws IOException {
        long size = channel.size();
        long at = 0;
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        while (at + HEAD_BYTES <= size) {
            readFully(head.clear(), at);
            int length = head.getInt(0);
            if (length < 0 || length > MAX_RECORD_BYTES || at + HEAD_BYTES + length > size) {
                return at;
            }
            ByteBuffer payload = ByteBuffer.allocate(length);
            readFully(payload, at + HEAD_BYTES);
            if (crc(payload.array()) != head.getInt(4)) {
                return at;
            }
            replay.accept(payload.array());
            at += HEAD_BYTES + length;
        }
        return at;
    }

    private void readFully(ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, at + into.position()) < 0) {
                throw new IOException(file + " became shorter while it was read");
            }
        }
    }

    private void writeLoop() {
        List<Entry> batch = new ArrayList<>(MAX_BATCH);
        while (!closing || !queue.isEmpty()) {
            batch.clear();
            try {
                Entry first = queue.poll(SYNC_NANOS, TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                }
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts the writer", e);
            }
            queue.drainTo(batch, MAX_BATCH - 1);
            batch.removeIf(entry -> entry.payload().length == 0);
            write(batch);
        }
        syncAndClose();
    }

    private void write(List<Entry> batch) {
        try {
            if (!batch.isEmpty()) {
                appendAll(batch.stream().map(Entry::payload).toList());
                batch.forEach(entry -> entry.onWritten().run());
            }
            syncEachSecond();
            if (channel.position() > compactAtBytes) {
                compact();
            }
        } catch (IOException e) {
            batch.forEach(entry -> entry.result().completeExceptionally(e));
            return;
        }
        batch.forEach(entry -> entry.result().complete(null));
    }

    private void appendAll(List<byte[]> payloads) throws IOException {
        long before = channel.position();
        ByteBuffer out = framed(payloads);
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
            dirty = true;
        } catch (IOException e) {
            channel.truncate(before);
            channel.position(before);
            throw e;
        }
    }

    private static ByteBuffer framed(List<byte[]> payloads) {
        ByteBuffer out = ByteBuffer.allocate(payloads.stream()
                .mapToInt(payload -> HEAD_BYTES + payload.length)
                .sum());
        for (byte[] payload : payloads) {
            out.putInt(payload.length).putInt(crc(payload)).put(payload);
        }
        return out.flip();
    }

    private static int crc(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    private void syncEachSecond() throws IOException {
        if (dirty && System.nanoTime() - syncedAtNanos >= SYNC_NANOS) {
            channel.force(false);
            dirty = false;
            syncedAtNanos = System.nanoTime();
        }
    }

    private void compact() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        FileChannel fresh = FileChannel.open(
                next,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        ByteBuffer out = framed(snapshot.get());
        while (out.hasRemaining()) {
            fresh.write(out);
        }
        fresh.force(true);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel.close();
        channel = fresh;
        compactAtBytes = Math.max(COMPACT_FROM_BYTES, 2 * channel.position());
    }

    private void syncAndClose() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            System.getLogger(WriteAheadFile.class.getName())
                    .log(System.Logger.Level.ERROR, "cannot close " + file + "; the last second may be lost", e);
        }
    }
}
