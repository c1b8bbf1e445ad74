package io.skyv.together;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Samples by name, and a table of their percentiles. */
final class Samples {
    private final Map<String, List<Double>> samples = new TreeMap<>();

    void add(String name, double sample) {
        samples.computeIfAbsent(name, _ -> new ArrayList<>()).add(sample);
    }

    /** @param unit of all samples, for the heading */
    String table(String unit) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%-46s %5s %8s %8s %8s %8s%n", "in " + unit, "n", "p50", "p90", "p99", "max"));
        samples.forEach((name, values) -> {
            List<Double> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            table.append(String.format(
                    Locale.ROOT,
                    "%-46s %5d %8.2f %8.2f %8.2f %8.2f%n",
                    name,
                    sorted.size(),
                    at(sorted, 0.5),
                    at(sorted, 0.9),
                    at(sorted, 0.99),
                    sorted.getLast()));
        });
        return table.toString();
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
