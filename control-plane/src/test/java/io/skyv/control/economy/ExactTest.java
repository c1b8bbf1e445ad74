package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against {@link BigInteger}, which has no bounds to be wrong at. */
class ExactTest {
    private static final int CASES = 200_000;
    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        999_999,
        1_000_000,
        0xffff_ffffL,
        0x1_0000_0000L,
        0x1_0000_0001L,
        1L << 62,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    private final long seed = Long.getLong("skyv.seed", 42);
    private final Random random = new Random(seed);

    @Test
    void shouldDivideProductsAsBigIntegersDo() {
        for (int i = 0; i < CASES; i++) {
            long a = any();
            long b = any();
            long divisor = Math.max(1, any());
            String which = "seed " + seed + ": " + a + " * " + b + " / " + divisor;
            BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
            BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(divisor));
            if (parts[0].bitLength() > 63) {
                assertThrows(ArithmeticException.class, () -> Exact.down(a, b, divisor), which);
                continue;
            }
            long down = Exact.down(a, b, divisor);
            assertEquals(parts[0].longValueExact(), down, which);
            assertEquals(parts[1].longValueExact(), Exact.rest(a, b, divisor, down), which);
            BigInteger up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
            if (up.bitLength() > 63) {
                assertThrows(ArithmeticException.class, () -> Exact.up(a, b, divisor), which);
            } else {
                assertEquals(up.longValueExact(), Exact.up(a, b, divisor), which);
            }
        }
    }

    @Test
    void shouldShiftProductsAsBigIntegersDo() {
        for (int i = 0; i < CASES; i++) {
            long a = any();
            long b = any();
            int bits = 1 + random.nextInt(40);
            String which = "seed " + seed + ": " + a + " * " + b + " >> " + bits;
            BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
            BigInteger down = product.shiftRight(bits);
            BigInteger up = product.add(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE))
                    .shiftRight(bits);
            if (up.bitLength() > 63) {
                assertThrows(ArithmeticException.class, () -> Exact.upShift(a, b, bits), which);
            } else {
                assertEquals(down.longValueExact(), Exact.downShift(a, b, bits), which);
                assertEquals(up.longValueExact(), Exact.upShift(a, b, bits), which);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNegativeAndDivisionByZero() {
        assertThrows(ArithmeticException.class, () -> Exact.down(-1, 1, 1));
        assertThrows(ArithmeticException.class, () -> Exact.down(1, -1, 1));
        assertThrows(ArithmeticException.class, () -> Exact.down(1, 1, 0));
        assertThrows(ArithmeticException.class, () -> Exact.down(1, 1, -1));
    }

    private long any() {
        return switch (random.nextInt(4)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> Math.max(0, EDGES[random.nextInt(EDGES.length)] - random.nextInt(3));
            default -> random.nextLong() >>> 1 + random.nextInt(63);
        };
    }
}
