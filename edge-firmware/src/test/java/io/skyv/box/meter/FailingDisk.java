package io.skyv.box.meter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk with so much space, that can be cut, or not; what does not fit is written in part, as POSIX has it. */
final class FailingDisk implements WriteAheadFile.Disk {
    volatile long spaceBytes = Long.MAX_VALUE;
    volatile boolean canTruncate = true;
    volatile boolean canForce = true;
    volatile Runnable onForce = () -> {};
    final AtomicInteger open = new AtomicInteger();

    @Override
    public FileChannel open(Path file, OpenOption... how) throws IOException {
        open.incrementAndGet();
        return new Channel(FileChannel.open(file, how), file.toString().endsWith(".new"));
    }

    private final class Channel extends FileChannel {
        private final FileChannel real;

        private final boolean temporary;
        private long writtenBytes;

        Channel(FileChannel real, boolean temporary) {
            this.real = real;
            this.temporary = temporary;
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            long fits = Math.min(from.remaining(), spaceBytes);
            if (fits == 0 && from.hasRemaining()) {
                throw new IOException("No space left on device");
            }
            spaceBytes -= fits;
            writtenBytes += fits;
            int limit = from.limit();
            from.limit(from.position() + (int) fits);
            int written = real.write(from);
            from.limit(limit);
            return written;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (!canTruncate) {
                throw new IOException("Read-only file system");
            }
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            onForce.run();
            if (!canForce) {
                throw new IOException("Input/output error");
            }
            real.force(metaData);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return real.read(into);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return real.read(into, position);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long newPosition) throws IOException {
            real.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            open.decrementAndGet();
            if (temporary) {
                spaceBytes += writtenBytes; // it is deleted next
            }
            real.close();
        }

        @Override
        public int write(ByteBuffer from, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
