package io.skyv.control.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** The first 128 bits of the SHA-256 of an operation's bytes: enough to tell that an id is used for another one. */
record Fingerprint(long high, long low) {
    static final int BYTES = 16;

    /** @param sha to be used, and used again */
    static Fingerprint of(MessageDigest sha, byte[] operation) {
        ByteBuffer hash = ByteBuffer.wrap(sha.digest(operation));
        return new Fingerprint(hash.getLong(), hash.getLong());
    }
}
