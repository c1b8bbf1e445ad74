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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A new image as zstd frames of {@link #BLOCK_BYTES}, each with chunks of the old image as its dictionary: those that are most
 * like it, {@link #DICTIONARY_BYTES} at most. A frame is no longer than its window, so all of the dictionary can be referred to
 * (RFC 8878 §5), and a block is decompressed straight into its place: applying takes the dictionary and a block of memory, however
 * large the images are.
 *
 * <p>Form: {@link #MAGIC}, SHA-256 of the new image, its length (8 bytes, big-endian), then for each block how many chunks (2
 * bytes), their numbers, rising (2 bytes each), the length of the frame (4 bytes) and the frame.
 */
public final class Delta {
    public static final int BLOCK_BYTES = 256 << 10;
    public static final int DICTIONARY_BYTES = 1 << 20;
    public static final long MAX_IMAGE_BYTES = (long) Likeness.MAX_CHUNKS * Likeness.CHUNK_BYTES;

    private static final int MAX_CHUNKS_OF_A_BLOCK = DICTIONARY_BYTES / Likeness.CHUNK_BYTES;
    private static final byte[] MAGIC = {'S', 'K', 'Y', 'V', 'D', 'L', 'T', '3'};
    private static final int HASH_BYTES = 32;
    private static final int LEVEL = 19;
    /** Of zstd's tables, which take 3 MiB, twice as there is a dictionary. Its own sizes take 48 MiB each, for 1 % less of a delta. */
    private static final int CHAIN_LOG = 19;

    private static final int HASH_LOG = 18;

    private static final int WRITE_BYTES = 64 << 10;

    private Delta() {}

    /**
     * Also applies it, and leaves no delta that does not give the new image. It takes a minute or two for each 60 MiB, and 20 MiB
     * of memory beside an empty Java's, whatever the images' size.
     */
    public static void make(Path old, Path next, Path delta, Progress progress) throws IOException, UpdateException {
        byte[] hash = sha256(next);
        try (FileChannel oldFile = open(old);
                FileChannel nextFile = open(next);
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(delta))) {
            out.write(MAGIC);
            out.write(hash);
            out.writeLong(nextFile.size());
            writeBlocks(oldFile, nextFile, out, progress);
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
        try (DataInputStream in = new DataInputStream(delta);
                FileChannel oldFile = open(old)) {
            byte[] hash = readHead(in);
            long length = in.readLong();
            if (length < 0 || length > Math.min(maxBytes, MAX_IMAGE_BYTES)) {
                throw new UpdateException(
                        Problem.TOO_LONG, "the delta makes " + length + " bytes, and " + maxBytes + " may be");
            }
            MessageDigest digest = Digests.of(Digests.SHA256);
            readBlocks(oldFile, in, length, (bytes, count) -> {
                digest.update(bytes, 0, count);
                write(bytes, count, next);
            });
            if (!Arrays.equals(hash, digest.digest())) {
                throw anotherImage();
            }
            return hash;
        } catch (EOFException e) {
            throw new UpdateException(Problem.MALFORMED, "the delta ends too early", e);
        }
    }

    private interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    private static void writeBlocks(FileChannel old, FileChannel next, DataOutputStream out, Progress progress)
            throws IOException {
        Likeness likeness = Likeness.of(old);
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
        ByteBuffer dictionary = ByteBuffer.allocate((int) Math.min(old.size(), DICTIONARY_BYTES));
        byte[] frame = new byte[(int) Zstd.compressBound(BLOCK_BYTES)];
        try (ZstdCompressCtx compressor = compressor()) {
            for (long at = 0; at < next.size(); at += BLOCK_BYTES) {
                progress.at(at, next.size());
                ChunkFile.read(next, at, block.clear());
                block.flip();
                int[] chunks = likeness.likest(block, at, MAX_CHUNKS_OF_A_BLOCK);
                ChunkFile.gather(old, chunks, dictionary);
                int length = compress(compressor, dictionary, block, frame);
                out.writeShort(chunks.length);
                for (int number : chunks) {
                    out.writeShort(number);
                }
                out.writeInt(length);
                out.write(frame, 0, length);
            }
        }
    }

    private static ZstdCompressCtx compressor() {
        return new ZstdCompressCtx().setLevel(LEVEL).setChainLog(CHAIN_LOG).setHashLog(HASH_LOG);
    }

    private static int compress(ZstdCompressCtx compressor, ByteBuffer dictionary, ByteBuffer block, byte[] frame) {
        if (dictionary.hasRemaining()) {
            byte[] whole = dictionary.array();
            compressor.loadDict(
                    dictionary.limit() == whole.length ? whole : Arrays.copyOf(whole, dictionary.limit()),
                    ZstdDictContentType.RAW_CONTENT);
        }
        return compressor.compressByteArray(frame, 0, frame.length, block.array(), 0, block.limit());
    }

    /** In pieces: what is written to a file at once is copied as a whole before. */
    private static void write(byte[] bytes, int count, OutputStream next) throws IOException {
        for (int at = 0; at < count; at += WRITE_BYTES) {
            next.write(bytes, at, Math.min(WRITE_BYTES, count - at));
        }
    }

    private static byte[] readHead(DataInputStream in) throws IOException, UpdateException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new UpdateException(Problem.MALFORMED, "not a delta");
        }
        byte[] hash = new byte[HASH_BYTES];
        in.readFully(hash);
        return hash;
    }

    private static void readBlocks(FileChannel old, DataInputStream in, long length, Sink sink)
            throws IOException, UpdateException {
        byte[] block = new byte[(int) Math.min(length, BLOCK_BYTES)];
        ByteBuffer dictionary = ByteBuffer.allocateDirect((int) Math.min(old.size(), DICTIONARY_BYTES));
        for (long left = length; left > 0; left -= BLOCK_BYTES) {
            int count = (int) Math.min(left, BLOCK_BYTES);
            ChunkFile.gather(old, readChunks(in, old.size()), dictionary);
            int got = decompress(dictionary, readFrame(in), block, count);
            if (got != count) {
                throw new UpdateException(Problem.MALFORMED, "a block of the delta has " + got + " bytes");
            }
            sink.take(block, count);
        }
    }

    private static int[] readChunks(DataInputStream in, long oldBytes) throws IOException, UpdateException {
        int[] chunks = new int[in.readUnsignedShort()];
        if (chunks.length > MAX_CHUNKS_OF_A_BLOCK) {
            throw new UpdateException(Problem.MALFORMED, "a block of the delta wants " + chunks.length + " chunks");
        }
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = in.readUnsignedShort();
            if (i > 0 && chunks[i] <= chunks[i - 1]) {
                throw new UpdateException(Problem.MALFORMED, "the chunks of a block of the delta do not rise");
            }
        }
        if (chunks.length > 0 && (long) chunks[chunks.length - 1] * Likeness.CHUNK_BYTES >= oldBytes) {
            throw anotherImage();
        }
        return chunks;
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

    private static int decompress(ByteBuffer dictionary, byte[] frame, byte[] block, int count) throws UpdateException {
        try (ZstdDictDecompress raw = dictionary.hasRemaining()
                        ? new ZstdDictDecompress(dictionary, true, ZstdDictContentType.RAW_CONTENT)
                        : null;
                ZstdDecompressCtx decompressor = new ZstdDecompressCtx()) {
            if (raw != null) {
                decompressor.loadDict(raw);
            }
            return decompressor.decompressByteArray(block, 0, count, frame, 0, frame.length);
        } catch (ZstdException e) {
            throw new UpdateException(
                    Problem.MALFORMED, "the delta is broken, or for another image: " + e.getMessage(), e);
        }
    }

    private static UpdateException anotherImage() {
        return new UpdateException(Problem.MISMATCH, "the delta was made for another image than the one here");
    }

    private static FileChannel open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        if (channel.size() > MAX_IMAGE_BYTES) {
            channel.close();
            throw new IOException(file + " is over " + MAX_IMAGE_BYTES + " bytes");
        }
        return channel;
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
