package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Viewers pay, come and go for a quarter of an hour: the memory of no program grows. {@code -Dskyv.soak.minutes}.
 */
class MemorySoak {
    private static final int VIEWERS_AT_EACH = 2;

    /** Few, so that grants are renewed all the time: each lasts about a quarter of a minute. */
    private static final int UNITS = 24;

    /** So often one viewer goes and a new one comes. */
    private static final int SECONDS_TO_STAY = 20;

    /** By then everything was used once and is compiled. */
    private static final int FIRST_MINUTE = 3;

    private static final double MAX_GROWTH = 1.1;
    private static final String CONTROL_PLANE = "control plane";
    private static final String SOURCE = "source box with its capture child";
    private static final String RELAY = "relay";

    /** Mean resident MiB by minute, the first is 1. */
    private final Map<String, Map<Integer, List<Double>>> samples = new LinkedHashMap<>();

    @Test
    void shouldNotGrow() throws Exception {
        int minutes = Soak.minutes();
        if (minutes <= FIRST_MINUTE) {
            throw new IllegalArgumentException("skyv.soak.minutes is more than " + FIRST_MINUTE);
        }
        try (Household all = Household.in("memory")) {
            int came = 0;
            for (; came < 2 * VIEWERS_AT_EACH; came++) {
                comes(all, came);
            }
            long begin = System.nanoTime();
            for (int second = 0; second < minutes * 60; second++) {
                sample(all, 1 + second / 60);
                if (second % SECONDS_TO_STAY == SECONDS_TO_STAY - 1) {
                    all.viewers().removeFirst().close();
                    comes(all, came++);
                }
                if (second % 60 == 59) {
                    System.out.println("minute " + (1 + second / 60) + ": " + means(1 + second / 60));
                }
                TimeUnit.NANOSECONDS.sleep(begin + TimeUnit.SECONDS.toNanos(second + 1L) - System.nanoTime());
            }
            System.out.print(table(minutes));
            all.books().assertSums();
            assertEquals(List.of(), grown(minutes));
        }
    }

    private static void comes(Household all, int number) throws Exception {
        if (number % 2 == 0) {
            all.viewerAtRelay("viewer " + number, UNITS);
        } else {
            all.viewerAtSource("viewer " + number, UNITS);
        }
    }

    private void sample(Household all, int minute) throws Exception {
        long source = residentKib(all.source().program().pid());
        long child = Processes.capturesOf(all.network().directory().resolve("source")).stream()
                .mapToLong(process -> residentKib(process.pid()))
                .sum();
        add(CONTROL_PLANE, minute, residentKib(all.controlPlane().program().pid()));
        add(SOURCE, minute, source + child + storedKib(all.source()));
        add("  of that the capture child", minute, child);
        add(RELAY, minute, residentKib(all.relay().program().pid()) + storedKib(all.relay()));
        add(
                "PostgreSQL (what its processes share counts for each)",
                minute,
                Processes.workingIn(all.network().postgresData()).stream()
                        .mapToLong(process -> residentKib(process.pid()))
                        .sum());
    }

    /** The newest segments, which are in no process' resident memory. */
    private static long storedKib(Mortal box) throws Exception {
        return Math.round(new Metrics(box.url()).value("skyv_store_bytes") / 1024);
    }

    private static long residentKib(long pid) {
        return ProcessHandle.of(pid).flatMap(Processes::residentKib).orElse(0L);
    }

    private void add(String name, int minute, long kib) {
        samples.computeIfAbsent(name, _ -> new TreeMap<>())
                .computeIfAbsent(minute, _ -> new ArrayList<>())
                .add(kib / 1024.0);
    }

    private double mean(String name, int minute) {
        return samples.get(name).get(minute).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private String means(int minute) {
        StringBuilder line = new StringBuilder();
        samples.keySet()
                .forEach(name -> line.append(String.format(Locale.ROOT, "%s %.0f MiB; ", name, mean(name, minute))));
        return line.toString();
    }

    private String table(int minutes) {
        StringBuilder table = new StringBuilder(
                String.format("%-56s %9s %9s %7s%n", "mean resident MiB", "minute 3", "last", "ratio"));
        for (String name : samples.keySet()) {
            double then = mean(name, FIRST_MINUTE);
            double now = mean(name, minutes);
            table.append(String.format(Locale.ROOT, "%-56s %9.1f %9.1f %7.3f%n", name, then, now, now / then));
        }
        return table.toString();
    }

    private List<String> grown(int minutes) {
        return Stream.of(CONTROL_PLANE, SOURCE, RELAY)
                .filter(name -> mean(name, minutes) > MAX_GROWTH * mean(name, FIRST_MINUTE))
                .toList();
    }
}
