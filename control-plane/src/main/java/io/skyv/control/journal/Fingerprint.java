package io.skyv.control.journal;

import io.skyv.control.economy.OperationCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The first 128 bits of the SHA-256 of an operation's bytes: enough to tell that an id is used for another one. */
record Fingerprint(long high, long low) {
    static final int BYTES = 16;

    private static final byte[] DOMAIN = (OperationCodec.DOMAIN + "\0").getBytes(StandardCharsets.US_ASCII);

    /**
     * @param sha to be used, and used again
     * @param operation kind and fields, without the domain
     */
    static Fingerprint of(MessageDigest sha, ByteBuffer operation) {
        sha.update(DOMAIN);
        sha.update(operation);
        ByteBuffer hash = ByteBuffer.wrap(sha.digest());
        return new Fingerprint(hash.getLong(), hash.getLong());
    }
}
