package io.skyv.proto.sign;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value: 32 bytes, never changed. */
public final class Digest {
    public static final int BYTES = 32;
    public static final Digest ZERO = new Digest(new byte[BYTES]);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static Digest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 value has 32 bytes, not " + bytes.length);
        }
        return new Digest(bytes.clone());
    }

    /** Of 32 bytes that nobody else has. */
    static Digest owned(byte[] bytes) {
        return new Digest(bytes);
    }

    /** @throws IllegalArgumentException unless there are 64 hex digits */
    public static Digest ofHex(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("a SHA-256 value has 64 hex digits, not " + hex.length());
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /** SHA-256 of all {@code pieces}, one after the other. */
    public static Digest sha256(byte[]... pieces) {
        MessageDigest sha = newSha256();
        for (byte[] piece : pieces) {
            sha.update(piece);
        }
        return new Digest(sha.digest());
    }

    /** Of all that {@code sha256} was given since its last digest; it may be used again afterwards. */
    public static Digest ofAll(MessageDigest sha256) {
        return new Digest(sha256.digest());
    }

    /** Has {@code sha} hash these 32 bytes next. */
    public void addTo(MessageDigest sha) {
        sha.update(bytes);
    }

    /** A fresh SHA-256, for what is hashed in a stream. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
