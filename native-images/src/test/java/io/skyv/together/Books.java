package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Price;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the control plane says of the money, held against what the viewers know that they have paid. */
final class Books {
    private static final Duration BOOKED_WITHIN = Duration.ofMinutes(4);
    private static final long PPM = 1_000_000;

    private final Rest control;
    private final long genesisMicros;
    private final Set<String> settledForGood = new HashSet<>();

    /** To be made before anything is paid. */
    Books(Rest control) throws IOException, InterruptedException {
        this.control = control;
        this.genesisMicros = control.get("/v1/ledger").get("supplyMicros").asLong();
    }

    /** All money there is, is somewhere: one answer of one block, so it holds at any time. */
    JsonNode assertSums() throws IOException, InterruptedException {
        JsonNode ledger = control.get("/v1/ledger");
        long supply = ledger.get("supplyMicros").asLong();
        long escrow = ledger.get("escrowMicros").asLong();
        assertEquals(supply, ledger.get("accountsMicros").asLong() + escrow, () -> "accounts and escrow: " + ledger);
        assertEquals(genesisMicros, supply + ledger.get("burnedMicros").asLong(), () -> "what is burned: " + ledger);
        assertEquals(escrow, ledger.get("grantsEscrowMicros").asLong(), () -> "the grants' escrow: " + ledger);
        return ledger;
    }

    /** Waits until all that boxes have acknowledged to {@code viewers} by now is booked, once and at its price. */
    void assertBooked(List<LastingViewer> viewers) throws IOException, InterruptedException {
        long until = System.nanoTime() + BOOKED_WITHIN.toNanos();
        for (LastingViewer viewer : viewers) {
            for (HeldGrant held : viewer.grants()) {
                if (!settledForGood.contains(held.grant().id().value())) {
                    awaitBooked(viewer, held, held.acknowledgedBytes(), until);
                }
            }
        }
    }

    /** As {@link #assertBooked}, of viewers that stop before it. */
    void assertAllBooked(List<LastingViewer> viewers) throws IOException, InterruptedException {
        viewers.forEach(LastingViewer::close);
        assertBooked(viewers);
        assertSums();
    }

    /** Exactly what was paid is booked: for viewers that have left while all boxes were there. */
    void assertBookedExactly(List<LastingViewer> viewers) throws IOException, InterruptedException {
        assertBooked(viewers);
        for (LastingViewer viewer : viewers) {
            for (HeldGrant held : viewer.grants()) {
                assertEquals(
                        held.revealedBytes(),
                        grant(held).get("settledBytes").asLong(),
                        () -> viewer.name() + " " + held.grant().id());
            }
        }
    }

    JsonNode grant(HeldGrant held) throws IOException, InterruptedException {
        return control.get("/v1/grants/" + held.grant().id());
    }

    private void awaitBooked(LastingViewer viewer, HeldGrant held, long acknowledgedBytes, long until)
            throws IOException, InterruptedException {
        while (true) {
            JsonNode booked = grant(held);
            assertPricedRight(booked);
            long settled = booked.get("settledBytes").asLong();
            assertTrue(
                    settled <= held.revealedBytes(),
                    () -> viewer.name() + " has shown receipts for " + held.revealedBytes() + ": " + booked);
            if (settled >= acknowledgedBytes) {
                if ("closed".equals(booked.get("state").asText())) {
                    settledForGood.add(held.grant().id().value());
                }
                return;
            }
            assertEquals(
                    "open",
                    booked.get("state").asText(),
                    () -> viewer.name() + " paid " + acknowledgedBytes + " bytes; closed with less: " + booked);
            assertTrue(
                    System.nanoTime() < until,
                    () -> viewer.name() + " paid " + acknowledgedBytes + " bytes; not booked after "
                            + BOOKED_WITHIN.toSeconds() + " s: " + booked);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void assertPricedRight(JsonNode grant) {
        long cost = Price.costMicros(
                grant.get("settledBytes").asLong(),
                grant.get("pricePerGiBMicros").asLong());
        long fee = Math.ceilDiv(cost * grant.get("protocolFeePpm").asLong(), PPM);
        assertEquals(cost, grant.get("paidMicros").asLong(), grant::toString);
        assertEquals(fee, grant.get("burnedMicros").asLong(), grant::toString);
        assertEquals(cost - fee, grant.get("earnedMicros").asLong(), grant::toString);
        boolean open = "open".equals(grant.get("state").asText());
        long setAside = Price.escrowMicros(
                grant.get("maxBytes").asLong(), grant.get("pricePerGiBMicros").asLong());
        assertEquals(open ? setAside - cost : 0, grant.get("escrowMicros").asLong(), grant::toString);
    }
}
