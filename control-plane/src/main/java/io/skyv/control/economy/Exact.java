package io.skyv.control.economy;

import java.math.BigInteger;

/**
 * Products and quotients of what is not negative, with 128 bits in between and no objects made. Results that do not fit
 * in 63 bits are faults.
 */
final class Exact {
    private static final long LOW_HALF = 0xffff_ffffL;
    private static final long HALF_BASE = 1L << 32;

    private Exact() {}

    /** a × b / divisor, rounded down. */
    static long down(long a, long b, long divisor) {
        check(a, b, divisor);
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (high == 0 && low >= 0) {
            return low / divisor;
        }
        if (high >= divisor) {
            throw new ArithmeticException("a quotient over 64 bits");
        }
        return fits(divide(high, low, divisor));
    }

    /** a × b / divisor, rounded up. */
    static long up(long a, long b, long divisor) {
        long quotient = down(a, b, divisor);
        return quotient * divisor == a * b ? quotient : Math.addExact(quotient, 1);
    }

    /** a × b mod divisor, when a × b / divisor is {@code quotient}. */
    static long rest(long a, long b, long divisor, long quotient) {
        // both products wrap, but what is between them is under the divisor and so is right
        return a * b - quotient * divisor;
    }

    /** a × b / 2^bits, rounded down. */
    static long downShift(long a, long b, int bits) {
        check(a, b, 1);
        long high = Math.multiplyHigh(a, b);
        if (high >>> bits != 0) {
            throw new ArithmeticException("a quotient over 64 bits");
        }
        return fits(high << 64 - bits | a * b >>> bits);
    }

    /** a × b / 2^bits, rounded up. */
    static long upShift(long a, long b, int bits) {
        long quotient = downShift(a, b, bits);
        return (a * b & (1L << bits) - 1) == 0 ? quotient : Math.addExact(quotient, 1);
    }

    /** a × b / divisor of big ones, rounded up. */
    static BigInteger up(BigInteger a, BigInteger b, BigInteger divisor) {
        BigInteger[] parts = a.multiply(b).divideAndRemainder(divisor);
        return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    }

    private static void check(long a, long b, long divisor) {
        if (a < 0 || b < 0 || divisor <= 0) {
            throw new ArithmeticException(a + " × " + b + " / " + divisor + " has what is negative, or zero below");
        }
    }

    private static long fits(long quotient) {
        if (quotient < 0) {
            throw new ArithmeticException("a quotient over 63 bits");
        }
        return quotient;
    }

    /** Schoolbook division of 128 by 64 bits in two halves (Knuth, volume 2, 4.3.1, algorithm D); high < divisor. */
    private static long divide(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long by = divisor << shift;
        long top = shift == 0 ? high : high << shift | low >>> 64 - shift;
        long bottom = low << shift;
        long first = half(top, bottom >>> 32, by);
        long second = half((top << 32) + (bottom >>> 32) - first * by, bottom & LOW_HALF, by);
        return (first << 32) + second;
    }

    /** One 32-bit digit of (top, next) / by. */
    private static long half(long top, long next, long by) {
        long byHigh = by >>> 32;
        long byLow = by & LOW_HALF;
        long digit = Long.divideUnsigned(top, byHigh);
        long rest = top - digit * byHigh;
        while (Long.compareUnsigned(digit, HALF_BASE) >= 0
                || Long.compareUnsigned(digit * byLow, (rest << 32) + next) > 0) {
            digit--;
            rest += byHigh;
            if (Long.compareUnsigned(rest, HALF_BASE) >= 0) {
                break;
            }
        }
        return digit;
    }
}
