package io.skyv.proto.grant;

import java.math.BigInteger;

/** What bytes cost, in micro-SKYV: exact, with 128 bits or more in between, as the ledger books it. */
public final class Price {
    public static final int BYTES_PER_GIB_LOG2 = 30;
    public static final long MAX_MICROS_PER_GIB = 1_000_000_000_000L;

    private Price() {}

    /** bytes × price / 2³⁰, rounded down: what has been earned when {@code bytes} are paid. */
    public static long costMicros(long bytes, long pricePerGiBMicros) {
        return product(bytes, pricePerGiBMicros).shiftRight(BYTES_PER_GIB_LOG2).longValueExact();
    }

    /** bytes × price / 2³⁰, rounded up: what is set aside before anything is served. */
    public static long escrowMicros(long bytes, long pricePerGiBMicros) {
        BigInteger roundUp = BigInteger.ONE.shiftLeft(BYTES_PER_GIB_LOG2).subtract(BigInteger.ONE);
        return product(bytes, pricePerGiBMicros)
                .add(roundUp)
                .shiftRight(BYTES_PER_GIB_LOG2)
                .longValueExact();
    }

    private static BigInteger product(long bytes, long pricePerGiBMicros) {
        if (bytes < 0 || pricePerGiBMicros < 0) {
            throw new IllegalArgumentException("bytes and price are not negative");
        }
        return BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(pricePerGiBMicros));
    }
}
