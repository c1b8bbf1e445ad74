package io.skyv.box.capture.child;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Damages bytes that pass by: where and how follows from the seed and from how many have passed, not from how they are cut. */
final class Damage {
    /** What a protocol needs to get to its media; three of four times it is left alone. */
    private static final int GREETING_BYTES = 4_000;

    private static final int MOST_SPARED_BYTES = 20_000;
    private static final int MOST_SPACING_BYTES = 4_000;

    private final Random random;
    private final int spacing;
    private long passed;
    private long nextAt;
    private int left;
    private boolean drop;
    private byte fill;

    Damage(long seed) {
        random = new Random(seed);
        spacing = 20 + random.nextInt(MOST_SPACING_BYTES);
        nextAt = random.nextInt(4) == 0
                ? random.nextInt(GREETING_BYTES)
                : GREETING_BYTES + random.nextInt(MOST_SPARED_BYTES);
    }

    byte[] pass(byte[] bytes, int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(count + 64);
        for (int i = 0; i < count; i++) {
            byte now = bytes[i];
            if (left > 0) {
                left--;
                now = fill;
            }
            if (passed++ == nextAt) {
                nextAt += 1 + random.nextInt(spacing);
                now = strike(now, out);
            }
            if (left == 0 || !drop) {
                out.write(now);
            }
        }
        return out.toByteArray();
    }

    private byte strike(byte now, ByteArrayOutputStream out) {
        drop = false;
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                return (byte) (now ^ 1 << random.nextInt(8));
            }
            case 2 -> {
                return (byte) random.nextInt(256);
            }
            case 3 -> {
                byte[] more = new byte[1 + random.nextInt(16)];
                random.nextBytes(more);
                out.writeBytes(more);
            }
            case 4 -> {
                left = 1 + random.nextInt(300);
                drop = true;
            }
            default -> {
                left = 1 + random.nextInt(64);
                fill = (byte) (random.nextBoolean() ? 0xff : 0);
            }
        }
        return now;
    }
}
