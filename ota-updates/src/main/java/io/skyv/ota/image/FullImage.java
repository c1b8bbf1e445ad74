package io.skyv.ota.image;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A whole image as one zstd frame (RFC 8878) that any zstd reads, with a window of 4 MiB, so that a small box can. */
public final class FullImage {
    private static final int LEVEL = 19;
    private static final int WINDOW_LOG = 22;
    /** Of zstd's tables: 5 MiB. Its own sizes for this level take 80 MiB, for an image that is 2 % smaller. */
    private static final int CHAIN_LOG = 20;

    private static final int HASH_LOG = 18;
    private static final int CHUNK_BYTES = 64 * 1024;

    private FullImage() {}

    public static void compress(Path image, Path into, Progress progress) throws IOException {
        long total = Files.size(image);
        try (InputStream in = Files.newInputStream(image);
                ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(Files.newOutputStream(into), LEVEL)
                        .setWindowLog(WINDOW_LOG)
                        .setChainLog(CHAIN_LOG)
                        .setHashLog(HASH_LOG)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            long done = 0;
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                progress.at(done, total);
                out.write(chunk, 0, n);
                done += n;
            }
        }
    }

    /**
     * Writes the image as it comes.
     *
     * @param maxBytes how long the image may become
     * @return its SHA-256
     * @throws UpdateException MALFORMED or TOO_LONG; what was written is worth nothing then
     */
    public static byte[] expand(InputStream compressed, OutputStream image, long maxBytes)
            throws IOException, UpdateException {
        MessageDigest digest = Digests.of(Digests.SHA256);
        byte[] chunk = new byte[CHUNK_BYTES];
        long total = 0;
        try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(compressed).setLongMax(WINDOW_LOG)) {
            for (int n = read(in, chunk); n >= 0; n = read(in, chunk)) {
                total += n;
                if (total > maxBytes) {
                    throw new UpdateException(Problem.TOO_LONG, "the image has over " + maxBytes + " bytes");
                }
                digest.update(chunk, 0, n);
                image.write(chunk, 0, n);
            }
        }
        return digest.digest();
    }

    private static int read(ZstdInputStreamNoFinalizer in, byte[] chunk) throws IOException, UpdateException {
        try {
            return in.read(chunk);
        } catch (ZstdIOException e) {
            throw new UpdateException(Problem.MALFORMED, "the image is no zstd: " + e.getMessage(), e);
        }
    }
}
