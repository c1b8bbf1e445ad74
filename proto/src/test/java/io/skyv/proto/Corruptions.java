package io.skyv.proto;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ways in which bytes can arrive other than they were sent. */
public final class Corruptions {
    private Corruptions() {}

    /** {@code bytes} cut after each of their bytes but the last, from nothing on. */
    public static Stream<byte[]> truncations(byte[] bytes) {
        return IntStream.range(0, bytes.length).mapToObj(length -> Arrays.copyOf(bytes, length));
    }

    /** {@code bytes} with one bit flipped, for each bit. */
    public static Stream<byte[]> flips(byte[] bytes) {
        return IntStream.range(0, 8 * bytes.length).mapToObj(bit -> {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            return flipped;
        });
    }
}
