package io.skyv.box.capture.child;

import java.util.Arrays;

/** Reads the bits of an H.264 unit, without its emulation prevention bytes (ITU-T H.264 §7.3.1, §9.1). */
final class BitReader {
    private static final int LONGEST_PREFIX = 31;

    private final byte[] bytes;
    private int bit;

    BitReader(byte[] unit) {
        byte[] plain = new byte[unit.length];
        int length = 0;
        int zeros = 0;
        for (byte next : unit) {
            if (zeros >= 2 && next == 3) {
                zeros = 0;
                continue;
            }
            zeros = next == 0 ? zeros + 1 : 0;
            plain[length++] = next;
        }
        bytes = Arrays.copyOf(plain, length);
    }

    boolean flag() {
        return bits(1) == 1;
    }

    void skip(int count) {
        bit += count;
    }

    /** @throws IndexOutOfBoundsException when there are no more */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value = value << 1 | (bytes[bit >> 3] >> (7 - (bit & 7)) & 1);
        }
        return value;
    }

    /** Exponential Golomb code. */
    int unsigned() {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > LONGEST_PREFIX) {
                throw new IllegalArgumentException("not an exponential Golomb code");
            }
        }
        return (int) ((1L << zeros) - 1 + bits(zeros));
    }

    int signed() {
        int code = unsigned();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }
}
