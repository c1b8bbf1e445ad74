package io.skyv.box.upstream;

import java.util.ArrayDeque;
import java.util.Deque;

/** Guesses how large the next part may be: a quarter above the largest of the last ones. */
final class ExpectedSize {
    private static final int REMEMBERED = 16;
    private static final long FIRST_GUESS_BYTES = 256 * 1024;

    private final Deque<Long> sizes = new ArrayDeque<>(REMEMBERED);

    long bytes() {
        return sizes.stream().mapToLong(Long::longValue).max().stream()
                .map(largest -> largest + largest / 4)
                .findFirst()
                .orElse(FIRST_GUESS_BYTES);
    }

    void came(long bytes) {
        if (sizes.size() == REMEMBERED) {
            sizes.removeFirst();
        }
        sizes.addLast(bytes);
    }
}
