package io.skyv.proto.id;

import java.util.HexFormat;

/**
 * A grant: 128 bits as 32 lower-case hex digits. The first 32 bits are the ledger's round in which it was made.
 */
public record GrantId(String value) implements Comparable<GrantId> {
    public static final int BYTES = 16;

    public GrantId {
        Ids.check(value, "grant id");
        if (value.length() != 2 * BYTES || !isLowerHex(value)) {
            throw new IllegalArgumentException("grant id must be 32 lower-case hex digits but is '" + value + "'");
        }
    }

    private static boolean isLowerHex(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param round the ledger's round, 0 to 2³² − 1
     * @param random at least 12 random bytes; the first 12 are used
     */
    public static GrantId of(long round, byte[] random) {
        if (round < 0 || round > 0xffff_ffffL) {
            throw new IllegalArgumentException("round must be 0 to 4294967295 but is " + round);
        }
        return new GrantId(String.format("%08x", round) + HexFormat.of().formatHex(random, 0, BYTES - 4));
    }

    /** The ledger's round in which the grant was made. */
    public long round() {
        return Long.parseLong(value.substring(0, 8), 16);
    }

    @Override
    public int compareTo(GrantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
