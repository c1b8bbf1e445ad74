package io.skyv.proto.receipt;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.sign.Digest;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A receiver's secret chain: w_(i−1) = SHA-256("skyv-receipt-v1" ‖ w_i). Its end w_0 is public, and each w_i shown pays
 * one more unit. Holds all n + 1 values: at most 2 MiB.
 */
public final class HashChain {
    private static final byte[] DOMAIN = "skyv-receipt-v1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] values;
    private final int length;

    private HashChain(byte[] values, int length) {
        this.values = values;
        this.length = length;
    }

    /**
     * @param secret w_n, random
     * @param length n, from 1 to {@link Grant#MAX_UNITS}
     */
    public static HashChain of(Digest secret, int length) {
        if (length < 1 || length > Grant.MAX_UNITS) {
            throw new IllegalArgumentException("a hash chain has 1 to 65536 steps, not " + length);
        }
        byte[] values = new byte[(length + 1) * Digest.BYTES];
        System.arraycopy(secret.bytes(), 0, values, length * Digest.BYTES, Digest.BYTES);
        MessageDigest sha = Digest.newSha256();
        for (int i = length; i > 0; i--) {
            step(sha, values, i * Digest.BYTES, values, (i - 1) * Digest.BYTES);
        }
        return new HashChain(values, length);
    }

    /** n. */
    public int length() {
        return length;
    }

    /** w_0. */
    public Digest anchor() {
        return value(0);
    }

    /** w_index. */
    public Digest value(int index) {
        if (index < 0 || index > length) {
            throw new IllegalArgumentException("index must be 0 to " + length + " but is " + index);
        }
        return Digest.of(Arrays.copyOfRange(values, index * Digest.BYTES, (index + 1) * Digest.BYTES));
    }

    /**
     * Whether hashing {@code value} {@code steps} times leads to {@code known}. Costs {@code steps} hashes.
     *
     * @param steps 0 to {@link Grant#MAX_UNITS}
     */
    public static boolean leadsTo(Digest value, int steps, Digest known) {
        if (steps < 0 || steps > Grant.MAX_UNITS) {
            throw new IllegalArgumentException("steps must be 0 to 65536 but is " + steps);
        }
        byte[] current = value.bytes();
        MessageDigest sha = Digest.newSha256();
        for (int i = 0; i < steps; i++) {
            step(sha, current, 0, current, 0);
        }
        return MessageDigest.isEqual(current, known.bytes());
    }

    private static void step(MessageDigest sha, byte[] from, int fromAt, byte[] to, int toAt) {
        sha.update(DOMAIN);
        sha.update(from, fromAt, Digest.BYTES);
        try {
            sha.digest(to, toAt, Digest.BYTES);
        } catch (DigestException e) {
            throw new AssertionError("SHA-256 fits into 32 bytes", e);
        }
    }
}
