package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The control plane is killed and stays away: who has a grant watches on without missing a part, and all that was paid
 * meanwhile is booked when it is back. {@code -Dskyv.soak.away}.
 */
class ControlPlaneAwaySoak {
    /** Enough for the whole time without a new grant. */
    private static final int UNITS = 4_096;

    private static final int PARTS_TO_SEE = 20;
    private static final Duration BOUND = Duration.ofMinutes(3);

    /** Parts keep coming; that none is missing is told by the chain. Generous, as the machine may be busy with more. */
    private static final double LONGEST_SILENCE_SECONDS = 20;

    @Test
    void shouldKeepViewersWatchingWhileTheControlPlaneIsAwayAndBookAllAfterwards() throws Exception {
        try (Household all = Household.in("control-plane-away")) {
            all.viewerAtRelay("at the relay", UNITS);
            all.viewerAtSource("at the source", UNITS);
            List<LastingViewer> viewers = all.viewers();
            for (LastingViewer viewer : viewers) {
                viewer.awaitParts(PARTS_TO_SEE, BOUND);
            }
            assertEquals(all.relayId(), viewers.getFirst().box().orElseThrow());

            all.controlPlane().kill();
            viewers.forEach(viewer -> viewer.silence().forget());
            long partsBefore = parts(viewers);
            TimeUnit.MILLISECONDS.sleep(Soak.away().toMillis());
            long partsMeanwhile = parts(viewers) - partsBefore;
            for (LastingViewer viewer : viewers) {
                assertTrue(
                        viewer.silence().longestSeconds() < LONGEST_SILENCE_SECONDS,
                        () -> viewer.name() + " saw nothing for "
                                + viewer.silence().longestSeconds() + " s; " + viewer.trouble());
            }
            all.controlPlane().launch();
            all.controlPlane().awaitReady();
            all.awaitWhole();
            for (LastingViewer viewer : viewers) {
                viewer.awaitParts(viewer.parts() + PARTS_TO_SEE, BOUND);
                viewer.close();
                assertEquals(0, viewer.gaps(), viewer.name() + " missed parts");
                assertEquals(1, viewer.grants().size(), viewer.name() + " needed another grant");
            }
            all.books().assertBookedExactly(viewers);
            JsonNode ledger = all.books().assertSums();
            System.out.printf(
                    Locale.ROOT,
                    "away for %s: %d parts meanwhile, none missed, longest time without one %.2f s; then booked:"
                            + " %d and %d bytes; %s%n",
                    Soak.away(),
                    partsMeanwhile,
                    viewers.stream()
                            .mapToDouble(viewer -> viewer.silence().longestSeconds())
                            .max()
                            .orElseThrow(),
                    viewers.getFirst().grants().getFirst().revealedBytes(),
                    viewers.getLast().grants().getFirst().revealedBytes(),
                    ledger);
        }
    }

    private static long parts(List<LastingViewer> viewers) {
        return viewers.stream().mapToLong(LastingViewer::parts).sum();
    }
}
