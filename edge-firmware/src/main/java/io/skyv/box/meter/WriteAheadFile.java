package io.skyv.box.meter;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Records that survive the process from the moment they are written, and the machine from the next fsync on, a second
 * later at most. Each is its length and CRC-32C (RFC 9260 appendix A), 32 bits each, and its bytes; what a crash left
 * half-written at the end is cut off at the next start. When the file has grown enough it is replaced by a snapshot.
 *
 * <p>Who appends writes, which is a copy into the kernel's memory and costs less than to wake another thread. A thread of
 * its own does what waits for the disk; what comes meanwhile is queued, so that nobody else waits for it.
 *
 * <p>What cannot be written counts for nothing, and the next is tried all the same: a disk that is full may have space
 * again. When it is not known any more what the file ends with (it could not be cut, or fsync failed, after which the
 * kernel may have dropped what it had), a snapshot must take its place before anything is added.
 */
final class WriteAheadFile implements AutoCloseable {
    static final int MAX_RECORD_BYTES = 4096;
    static final int MAX_QUEUED = 20_000;
    static final long COMPACT_FROM_BYTES = 8L << 20;
    private static final long COMPACT_AGAIN_AFTER_BYTES = 1L << 20;
    private static final int MAX_BATCH = 512;
    private static final int HEAD_BYTES = 8;
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = System.getLogger(WriteAheadFile.class.getName());

    /** Opens files; tests give one whose disk fails. */
    interface Disk {
        FileChannel open(Path file, OpenOption... how) throws IOException;
    }

    private record Entry(List<byte[]> payloads, Runnable onWritten, CompletableFuture<Void> result) {}

    private final Path file;
    private final Supplier<List<byte[]>> snapshot;
    private final Disk disk;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final AtomicInteger queued = new AtomicInteger(); // and not yet written
    private final Lock writing = new ReentrantLock(); // guards the channel and what is known of it
    private final Thread writer;
    private final AtomicLong unwritten = new AtomicLong();
    private FileChannel channel;
    private long endBytes;
    private long compactAtBytes = COMPACT_FROM_BYTES;
    private boolean dirty;
    private boolean doubtful;
    private long syncedAtNanos = System.nanoTime();
    private volatile boolean failing;
    private volatile boolean closing;

    /**
     * @param replay is given each whole record that the file has, in order, before this returns
     * @param snapshot the records that stand for all that is live; called by the writing thread
     */
    WriteAheadFile(Path file, Consumer<byte[]> replay, Supplier<List<byte[]>> snapshot) throws IOException {
        this(file, replay, snapshot, FileChannel::open);
    }

    WriteAheadFile(Path file, Consumer<byte[]> replay, Supplier<List<byte[]>> snapshot, Disk disk) throws IOException {
        this.file = file;
        this.snapshot = snapshot;
        this.disk = disk;
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.channel = disk.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long end = readAll(replay);
        channel.truncate(end);
        channel.position(end);
        endBytes = end;
        this.writer = Thread.ofPlatform().name("receipts-writer").daemon(true).start(this::writeLoop);
    }

    /**
     * Completes once all of {@code payloads} are in the file, together, and {@code onWritten} has run; exceptionally when
     * they could not be written, or the queue is full: then they count for nothing.
     */
    CompletionStage<Void> append(List<byte[]> payloads, Runnable onWritten) {
        for (byte[] payload : payloads) {
            if (payload.length < 1 || payload.length > MAX_RECORD_BYTES) {
                throw new IllegalArgumentException(
                        "a record has 1 to " + MAX_RECORD_BYTES + " bytes, not " + payload.length);
            }
        }
        Entry entry = new Entry(payloads, onWritten, new CompletableFuture<>());
        if (!writtenNow(entry)) {
            enqueue(entry);
        }
        return entry.result();
    }

    /** Writes if nothing is before it and the disk is not waited for. */
    private boolean writtenNow(Entry entry) {
        if (!writing.tryLock()) {
            return false;
        }
        try {
            if (closing || doubtful || failing || endBytes > compactAtBytes || queued.get() > 0) {
                return false;
            }
            write(List.of(entry));
            return true;
        } finally {
            writing.unlock();
        }
    }

    private void enqueue(Entry entry) {
        queued.incrementAndGet();
        if (closing || !queue.offer(entry)) {
            queued.decrementAndGet();
            unwritten.addAndGet(entry.payloads().size());
            entry.result().completeExceptionally(new IOException("the receipt file is busy or closed"));
        }
    }

    /** Records that could not be written since the start. */
    long unwritten() {
        return unwritten.get();
    }

    /** Whether the last try to write failed. */
    boolean failing() {
        return failing;
    }

    @Override
    public void close() {
        closing = true;
        // Only to wake the writer; an interrupt would close the file under it.
        queued.incrementAndGet();
        var _ = queue.offer(new Entry(List.of(), () -> {}, new CompletableFuture<>()));
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
            // Zeros, as a lost power supply leaves them at the end, would have the right sum: no record is empty.
            if (length < 1 || length > MAX_RECORD_BYTES || at + HEAD_BYTES + length > size) {
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
            boolean secondPassed = false;
            try {
                Entry first = queue.poll(SYNC_NANOS, TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                }
                secondPassed = first == null;
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts the writer", e);
            }
            queue.drainTo(batch, MAX_BATCH - 1);
            writing.lock();
            try {
                write(batch);
                queued.addAndGet(-batch.size());
            } finally {
                writing.unlock();
            }
            if (secondPassed || System.nanoTime() - syncedAtNanos >= SYNC_NANOS) {
                sync();
            }
            compact();
        }
        syncAndClose();
    }

    private void write(List<Entry> batch) {
        List<byte[]> payloads = payloadsOf(batch);
        try {
            if (doubtful) {
                replaceBySnapshot();
                worksAgain();
            }
            if (!payloads.isEmpty()) {
                appendAll(payloads);
                worksAgain();
            }
        } catch (IOException e) {
            unwritten.addAndGet(payloads.size());
            fails(e);
            batch.forEach(entry -> entry.result().completeExceptionally(e));
            return;
        }
        batch.forEach(entry -> entry.onWritten().run());
        batch.forEach(entry -> entry.result().complete(null));
    }

    private static List<byte[]> payloadsOf(List<Entry> batch) {
        if (batch.size() == 1) {
            return batch.getFirst().payloads();
        }
        List<byte[]> payloads = new ArrayList<>(batch.size());
        batch.forEach(entry -> payloads.addAll(entry.payloads()));
        return payloads;
    }

    private void appendAll(List<byte[]> payloads) throws IOException {
        ByteBuffer out = framed(payloads);
        int bytes = out.remaining();
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
            endBytes += bytes;
            dirty = true;
        } catch (IOException e) {
            doubtful = true;
            channel.truncate(endBytes);
            channel.position(endBytes);
            doubtful = false;
            throw e;
        }
    }

    private static ByteBuffer framed(List<byte[]> payloads) {
        int bytes = 0; // each request that pays comes this way, and a stream would cost as much as the write
        for (byte[] payload : payloads) {
            bytes += HEAD_BYTES + payload.length;
        }
        ByteBuffer out = ByteBuffer.allocate(bytes);
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

    /**
     * What is written is told already: what goes wrong here is only about the next second. Others append meanwhile. An fsync
     * that succeeds after one that failed says nothing of what the kernel dropped in between: only a snapshot ends the doubt.
     */
    private void sync() {
        writing.lock();
        try {
            if (!dirty || doubtful) {
                return;
            }
            dirty = false;
        } finally {
            writing.unlock();
        }
        try {
            channel.force(false); // only this thread puts another file in its place
            syncedAtNanos = System.nanoTime();
        } catch (IOException e) {
            writing.lock();
            try {
                doubtful = true;
                fails(e);
            } finally {
                writing.unlock();
            }
        }
    }

    private void compact() {
        writing.lock();
        try {
            if (!doubtful && endBytes > compactAtBytes) {
                replaceBySnapshot();
            }
        } catch (IOException e) {
            // The file still serves; it only grows on, for want of space for a second one.
            compactAtBytes += COMPACT_AGAIN_AFTER_BYTES;
            LOG.log(Level.WARNING, "{0} cannot be made shorter now: {1}", file, e.getMessage());
        } finally {
            writing.unlock();
        }
    }

    private void replaceBySnapshot() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        long freshBytes;
        FileChannel fresh = disk.open(
                next,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            ByteBuffer out = framed(snapshot.get());
            freshBytes = out.remaining();
            while (out.hasRemaining()) {
                fresh.write(out);
            }
            fresh.force(true);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            fresh.close();
            Files.deleteIfExists(next);
            throw e;
        }
        FileChannel old = channel;
        channel = fresh;
        endBytes = freshBytes;
        doubtful = false;
        dirty = false;
        compactAtBytes = Math.max(COMPACT_FROM_BYTES, 2 * endBytes);
        old.close();
        syncDirectory();
    }

    /** So that the machine, too, finds the new file by its name after a power cut. */
    private void syncDirectory() throws IOException {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private void fails(IOException e) {
        if (!failing) {
            LOG.log(
                    Level.ERROR,
                    "{0} cannot be written ({1}): nothing that must be paid is served until it can; is the disk full or"
                            + " read-only?",
                    file,
                    e.getMessage());
        }
        failing = true;
    }

    /** What was served and booked meanwhile may be missing in the file; a snapshot, as soon as it fits, has it. */
    private void worksAgain() {
        if (failing) {
            LOG.log(Level.INFO, "{0} is written again", file);
            compactAtBytes = 0;
        }
        failing = false;
    }

    private void syncAndClose() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.ERROR, file + " cannot be closed (" + e.getMessage() + "): the last second may be lost");
        }
    }
}
