package io.skyv.control.economy;

import java.util.function.LongConsumer;

/** How many seeds a property is tried with, and which one it failed with. */
public final class Seeds {
    private Seeds() {}

    /**
     * As many as {@code -Dskyv.seeds} says, or {@code few}, from {@code -Dskyv.seeds.first} on, or 1; {@code -Dskyv.seed} tries
     * only that one.
     */
    public static void forAll(int few, LongConsumer property) {
        Long only = Long.getLong("skyv.seed");
        if (only != null) {
            property.accept(only);
            return;
        }
        long first = Long.getLong("skyv.seeds.first", 1);
        long count = Long.getLong("skyv.seeds", few);
        for (long seed = first; seed < first + count; seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dskyv.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
