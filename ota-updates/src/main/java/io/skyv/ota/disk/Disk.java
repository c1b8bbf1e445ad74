package io.skyv.ota.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One directory with files in it; names have no slash. One process at a time uses it. */
public interface Disk {
    /** Empty if there is no such file. */
    OptionalLong sizeBytes(String name) throws IOException;

    /** Nothing if there is no such file. */
    Optional<InputStream> open(String name) throws IOException;

    /** A file that is empty, whatever was there. */
    Output create(String name) throws IOException;

    /** Behind what is there, or a new file. */
    Output append(String name) throws IOException;

    /** Takes the place of what was there, at once; on the disk only after {@link #force()}. */
    void rename(String from, String to) throws IOException;

    /** Nothing happens if there is no such file. */
    void delete(String name) throws IOException;

    List<String> names() throws IOException;

    /** Renames and deletions are on the disk when it returns. */
    void force() throws IOException;

    interface Output extends Closeable {
        void write(byte[] bytes, int length) throws IOException;

        /** What was written is on the disk when it returns. */
        void force() throws IOException;
    }

    /** Atomic and durable: what was there before, or all of this, also after a power cut at any moment. */
    default void replace(String name, byte[] bytes) throws IOException {
        String draft = name + ".new";
        try (Output out = create(draft)) {
            out.write(bytes, bytes.length);
            out.force();
        }
        rename(draft, name);
        force();
    }

    /** @throws IOException also if the file has more than that many bytes */
    default Optional<byte[]> read(String name, int maxBytes) throws IOException {
        Optional<InputStream> file = open(name);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = file.get()) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException(name + " has over " + maxBytes + " bytes");
            }
            return Optional.of(bytes);
        }
    }
}
