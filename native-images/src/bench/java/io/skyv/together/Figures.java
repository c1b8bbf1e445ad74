package io.skyv.together;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Some measurements of one thing, in seconds. */
record Figures(List<Double> sorted) {
    static Figures ofMicros(List<Long> micros) {
        return new Figures(micros.stream().sorted().map(value -> value / 1e6).toList());
    }

    static Figures ofSeconds(double... seconds) {
        return new Figures(Arrays.stream(seconds).sorted().boxed().toList());
    }

    int count() {
        return sorted.size();
    }

    double p50() {
        return at(0.50);
    }

    double p99() {
        return at(0.99);
    }

    double worst() {
        return sorted.getLast();
    }

    private double at(double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.3f s, p99 %.3f s, worst %.3f s (%d)", p50(), p99(), worst(), count());
    }
}
