package io.skyv.ota.fetch;

import io.skyv.ota.UpdateException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.InputStream;
import java.net.URI;

/** Asks a server for a file. */
public interface Transport {
    /**
     * One request, no second one if it fails.
     *
     * @param fromByte where to begin; the server may begin at 0 all the same
     * @throws UpdateException NOT_THERE if the server has no such file, UNREACHABLE if it gives none
     */
    Body open(URI file, long fromByte) throws UpdateException;

    /** An answer that is still coming. */
    interface Body extends Closeable {
        /** A file that is here. */
        static Body of(byte[] file) {
            InputStream bytes = new ByteArrayInputStream(file);
            return new Body() {
                @Override
                public long fromByte() {
                    return 0;
                }

                @Override
                public InputStream bytes() {
                    return bytes;
                }

                @Override
                public void close() {}
            };
        }

        /** The first byte's place in the file: what was asked for, or 0. */
        long fromByte();

        /** As much as the server likes to send. */
        InputStream bytes();

        @Override
        void close();
    }
}
