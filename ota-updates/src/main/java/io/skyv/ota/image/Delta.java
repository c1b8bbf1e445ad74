package io.skyv.ota.image;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Digests;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A new image as zstd frames of {@link #BLOCK_BYTES}, each with the whole old image as its dictionary. A frame is no longer than
 * its window, so all of the dictionary can be referred to (RFC 8878 §5), and a block is decompressed straight into its
 * place: applying takes two blocks of memory, and of the old image what one block looks at.
 *
 * <p>Form: {@link #MAGIC}, SHA-256 of the new image, its length (8 bytes, big-endian), then for each block the length of the
 * frame (4 bytes) and the frame.
 */
public final class Delta {
    public static final int BLOCK_BYTES = 8 << 20;
    /** Images are mapped into memory as one piece. */
    public static final long MAX_IMAGE_BYTES = Integer.MAX_VALUE;

    private static final byte[] MAGIC = {'S', 'K', 'Y', 'V', 'D', 'L', 'T', '1'};
    private static final int HASH_BYTES = 32;
    private static final int LEVEL = 19;
    private static final int MIN_LOG = 20;
    private static final int MAX_LOG = 30;
    private static final int MAX_HASH_LOG = 26;

    private Delta() {}

    /**
     * Also applies it, and leaves no delta that does not give the new image. It takes a minute for each 60 MiB, and memory
     * ten times as large as the old image.
     */
    public static void make(Path old, Path next, Path delta, Progress progress) throws IOException, UpdateException {
        byte[] hash = sha256(next);
        try (Arena arena = Arena.ofConfined();
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(delta))) {
            out.write(MAGIC);
            out.write(hash);
            out.writeLong(Files.size(next));
            writeBlocks(Files.readAllBytes(old), map(next, arena), out, progress);
        }
        try (InputStream in = Files.newInputStream(delta)) {
            apply(old, in, OutputStream.nullOutputStream(), MAX_IMAGE_BYTES);
        } catch (UpdateException e) {
            Files.delete(delta);
            throw e;
        }
    }

    /**
     * @param maxBytes how long the new image may become
     * @return the new image's SHA-256, which the bytes written have
     * @throws UpdateException MALFORMED, TOO_LONG, or MISMATCH if the old image is not the one it was made for; what was
     *     written is worth nothing then
     */
    public static byte[] apply(Path old, InputStream delta, OutputStream next, long maxBytes)
            throws IOException, UpdateException {
        try (DataInputStream in = new DataInputStream(delta)) {
            byte[] hash = readHead(in);
            long length = in.readLong();
            if (length < 0 || length > Math.min(maxBytes, MAX_IMAGE_BYTES)) {
                throw new UpdateException(
                        Problem.TOO_LONG, "the delta makes " + length + " bytes, and " + maxBytes + " may be");
            }
            MessageDigest digest = Digests.of(Digests.SHA256);
            readBlocks(old, in, length, (bytes, count) -> {
                digest.update(bytes, 0, count);
                next.write(bytes, 0, count);
            });
            if (!Arrays.equals(hash, digest.digest())) {
                throw new UpdateException(Problem.MISMATCH, "the delta was made for another image than the one here");
            }
            return hash;
        } catch (EOFException e) {
            throw new UpdateException(Problem.MALFORMED, "the delta ends too early", e);
        }
    }

    private interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    private static void writeBlocks(byte[] old, ByteBuffer next, DataOutputStream out, Progress progress)
            throws IOException {
        try (ZstdCompressCtx compressor = new ZstdCompressCtx()) {
            compressor.setLevel(LEVEL);
            if (old.length > 0) {
                searchAllOf(old, compressor);
            }
            ByteBuffer frame = ByteBuffer.allocateDirect((int) Zstd.compressBound(BLOCK_BYTES));
            for (int at = 0; at < next.capacity(); at += BLOCK_BYTES) {
                progress.at(at, next.capacity());
                ByteBuffer block = next.slice(at, Math.min(BLOCK_BYTES, next.capacity() - at));
                frame.clear();
                compressor.compress(frame, block);
                byte[] bytes = new byte[frame.flip().remaining()];
                frame.get(bytes);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }

    /** By itself zstd remembers only the last 8 Mi positions of a dictionary; its tree has two entries for each. */
    private static void searchAllOf(byte[] old, ZstdCompressCtx compressor) {
        int positionsLog = Integer.SIZE - Integer.numberOfLeadingZeros(old.length - 1);
        int log = Math.clamp(positionsLog, MIN_LOG, MAX_LOG - 1);
        compressor.setWindowLog(log + 1);
        compressor.setHashLog(Math.min(log, MAX_HASH_LOG));
        compressor.setChainLog(log + 1);
        compressor.loadDict(old, ZstdDictContentType.RAW_CONTENT);
    }

    private static @Nullable ZstdDictDecompress decompressing(ByteBuffer old) {
        return old.capacity() == 0 ? null : new ZstdDictDecompress(old, true, ZstdDictContentType.RAW_CONTENT);
    }

    private static byte[] readHead(DataInputStream in) throws IOException, UpdateException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new UpdateException(Problem.MALFORMED, "not a delta");
        }
        byte[] hash = new byte[HASH_BYTES];
        in.readFully(hash);
        return hash;
    }

    private static void readBlocks(Path old, DataInputStream in, long length, Sink sink)
            throws IOException, UpdateException {
        byte[] block = new byte[(int) Math.min(length, BLOCK_BYTES)];
        for (long left = length; left > 0; left -= BLOCK_BYTES) {
            int count = (int) Math.min(left, BLOCK_BYTES);
            int got = readBlock(old, in, block, count);
            if (got != count) {
                throw new UpdateException(Problem.MALFORMED, "a block of the delta has " + got + " bytes");
            }
            sink.take(block, count);
        }
    }

    /** Mapped anew for each: what one block looked at of the old image is let go of before the next. */
    private static int readBlock(Path old, DataInputStream in, byte[] block, int count)
            throws IOException, UpdateException {
        byte[] frame = readFrame(in);
        try (Arena arena = Arena.ofConfined();
                ZstdDictDecompress dictionary = decompressing(map(old, arena));
                ZstdDecompressCtx decompressor = new ZstdDecompressCtx()) {
            if (dictionary != null) {
                decompressor.loadDict(dictionary);
            }
            return decompress(decompressor, block, count, frame);
        }
    }

    private static byte[] readFrame(DataInputStream in) throws IOException, UpdateException {
        int length = in.readInt();
        if (length < 0 || length > Zstd.compressBound(BLOCK_BYTES)) {
            throw new UpdateException(Problem.MALFORMED, "a block of the delta would have " + length + " bytes");
        }
        byte[] frame = in.readNBytes(length); // grows with what comes, not with what is promised
        if (frame.length < length) {
            throw new EOFException();
        }
        return frame;
    }

    private static int decompress(ZstdDecompressCtx decompressor, byte[] block, int count, byte[] frame)
            throws UpdateException {
        try {
            return decompressor.decompressByteArray(block, 0, count, frame, 0, frame.length);
        } catch (ZstdException e) {
            throw new UpdateException(
                    Problem.MALFORMED, "the delta is broken, or for another image: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer map(Path file, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > MAX_IMAGE_BYTES) {
                throw new IOException(file + " is over " + MAX_IMAGE_BYTES + " bytes");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena)
                    .asByteBuffer();
        }
    }

    private static byte[] sha256(Path file) throws IOException {
        MessageDigest digest = Digests.of(Digests.SHA256);
        byte[] chunk = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return digest.digest();
    }
}
