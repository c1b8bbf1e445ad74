package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Control plane, source and relay are killed at random, with viewers paying; after each round all is well again, and no
 * micro-SKYV is lost or paid twice. {@code -Dskyv.soak.rounds}, {@code -Dskyv.soak.seed}.
 */
class KillsSoak {
    private static final int UNITS = 48;
    private static final int PARTS_TO_SEE = 5;
    private static final Duration RESUMES_WITHIN = Duration.ofMinutes(3);

    private final Samples samples = new Samples();
    private Random random = new Random(0);

    /** What is done to whom. */
    private record Blow(Mortal victim, boolean asItPays, boolean againWhileItStarts) {
        @Override
        public String toString() {
            return victim.name() + (asItPays ? ", just paid" : "") + (againWhileItStarts ? ", again as it starts" : "");
        }
    }

    @Test
    void shouldLoseNoPaymentAndPlayOnWhoeverIsKilled() throws Exception {
        long seed = Soak.seed();
        random = new Random(seed);
        System.out.println("skyv.soak.seed=" + seed);
        try (Household all = Household.in("kills")) {
            all.viewerAtRelay("at the relay", UNITS);
            all.viewerAtSource("at the source", UNITS);
            awaitMoreParts(all.viewers());
            for (int round = 1; round <= Soak.rounds(); round++) {
                round(all, round);
            }
            settle(all);
            System.out.print(samples.table("seconds"));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("with -Dskyv.soak.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private void round(Household all, int round) throws Exception {
        Blow blow = new Blow(all.mortals().get(random.nextInt(3)), random.nextBoolean(), random.nextInt(4) == 0);
        all.viewers().forEach(viewer -> viewer.silence().forget());
        long killed = strike(blow, all.viewers());
        blow.victim().awaitReady();
        double back = secondsSince(killed);
        awaitMoreParts(all.viewers());
        double silence = all.viewers().stream()
                .mapToDouble(viewer -> viewer.silence().longestSeconds())
                .max()
                .orElseThrow();
        all.awaitWhole();
        all.books().assertBooked(all.viewers());
        double booked = secondsSince(killed);
        JsonNode ledger = all.books().assertSums();
        assertNothingIsLeftBehind(all, blow);
        samples.add(blow.victim().name() + ": back", back);
        samples.add(blow.victim().name() + ": longest time without a part", silence);
        samples.add(blow.victim().name() + ": all booked", booked);
        System.out.printf(
                Locale.ROOT,
                "round %d/%d: killed %s; back after %.1f s, %.1f s without a part, booked after %.1f s;"
                        + " block %d, %d grants open%n",
                round,
                Soak.rounds(),
                blow,
                back,
                silence,
                booked,
                ledger.get("blocks").asLong(),
                ledger.get("openGrants").asInt());
        // A page that is loaded again asks anew: so the relay is used again, and killed with a viewer.
        all.viewers().forEach(LastingViewer::renewNow);
    }

    /** @return when it was killed, by {@link System#nanoTime} */
    private long strike(Blow blow, List<LastingViewer> viewers) throws InterruptedException {
        if (blow.asItPays()) {
            awaitPayment(viewers.get(random.nextInt(viewers.size())));
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(blow.asItPays() ? 5_000 : 500_000));
        long killed = System.nanoTime();
        blow.victim().kill();
        blow.victim().launch();
        if (blow.againWhileItStarts()) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(4_000));
            blow.victim().kill();
            blow.victim().launch();
        }
        return killed;
    }

    private static void awaitPayment(LastingViewer viewer) throws InterruptedException {
        try {
            viewer.nextPayment().get(RESUMES_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(viewer.name() + " pays nothing any more: " + viewer.trouble(), e);
        }
    }

    private static void awaitMoreParts(List<LastingViewer> viewers) throws InterruptedException {
        Map<LastingViewer, Long> wanted = new HashMap<>();
        viewers.forEach(viewer -> wanted.put(viewer, viewer.parts() + PARTS_TO_SEE));
        for (LastingViewer viewer : viewers) {
            viewer.awaitParts(wanted.get(viewer), RESUMES_WITHIN);
        }
    }

    private static void assertNothingIsLeftBehind(Household all, Blow blow) throws Exception {
        Path postgres = all.network().postgresData();
        assertEquals(1, Processes.serversIn(postgres).size(), "PostgreSQL servers on " + postgres);
        Path source = all.network().directory().resolve("source");
        assertEquals(1, Processes.capturesOf(source).size(), "captures of the source");
        if (blow.victim() == all.controlPlane() && !blow.againWhileItStarts()) {
            double stopped = new Metrics(all.network().control()).value("skyv_database_left_over_stopped_total");
            assertEquals(1, stopped, "the PostgreSQL that was left running is found");
        }
        for (Network.Box box : List.of(all.sourceBox(), all.relayBox())) {
            double refused = new Metrics(box.url()).value("skyv_uplink_receipts_refused_total");
            assertEquals(0, refused, box.name() + "'s receipts that the control plane refused");
        }
    }

    /** All leave; then exactly what they paid is booked, and the sums are right. */
    private void settle(Household all) throws Exception {
        all.viewers().forEach(LastingViewer::close);
        all.viewers().forEach(viewer -> assertEquals("", viewer.trouble(), viewer.name()));
        all.books().assertBooked(all.viewers());
        JsonNode ledger = all.books().assertSums();
        long grants = all.viewers().stream().mapToLong(v -> v.grants().size()).sum();
        long paid = all.viewers().stream()
                .flatMap(viewer -> viewer.grants().stream())
                .mapToLong(HeldGrant::acknowledgedBytes)
                .sum();
        long parts = all.viewers().stream().mapToLong(LastingViewer::parts).sum();
        assertTrue(ledger.get("burnedMicros").asLong() > 0, "nothing was paid at all: " + ledger);
        int failedStarts = all.mortals().stream().mapToInt(Mortal::failedStarts).sum();
        System.out.printf(
                "%d parts verified under %d grants, %d bytes paid, all booked; %d starts failed and were repeated%n%s%n",
                parts, grants, paid, failedStarts, ledger);
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
