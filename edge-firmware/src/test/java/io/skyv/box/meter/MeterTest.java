package io.skyv.box.meter;

import static io.skyv.box.meter.TestGrants.BOX;
import static io.skyv.box.meter.TestGrants.HOUR_MILLIS;
import static io.skyv.box.meter.TestGrants.MAIN;
import static io.skyv.box.meter.TestGrants.NOW_MILLIS;
import static io.skyv.box.meter.TestGrants.STREAM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.meter.Meter.Admission;
import io.skyv.box.meter.Refusal.Code;
import io.skyv.box.uplink.Outcome;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeterTest {
    private static final int UNIT = Grant.UNIT_BYTES;
    private static final long IDLE_MILLIS = 180_000;

    @TempDir
    Path directory;

    private final TestGrants grants = new TestGrants();
    private final SettableClock clock = new SettableClock(NOW_MILLIS);
    private final AtomicLong steadyMillis = new AtomicLong(-5);
    private Meter meter;

    @BeforeEach
    void open() throws IOException {
        meter = new Meter(
                BOX,
                () -> Optional.of(grants.key.getPublic()),
                directory.resolve("receipts.log"),
                clock,
                steadyMillis::get,
                new MeterLimits(3, IDLE_MILLIS));
    }

    @AfterEach
    void close() {
        meter.close();
    }

    @Test
    void shouldServeNothingWithoutAGrant() {
        assertEquals(Code.GRANT_MISSING, refusal(Optional.empty(), Optional.empty()));
        assertEquals(Code.GRANT_MISSING, refusal(Optional.empty(), Optional.of("0".repeat(32))));
    }

    @Test
    void shouldRefuseAGrantThatTheControlPlaneDidNotSign() {
        SignedGrant forged = grants.grant(terms -> terms, P256.generate(), grants.chain.anchor());
        assertEquals(Code.GRANT_FORGED, refusal(forged));
    }

    @Test
    void shouldRefuseAGrantForAnotherBoxOrStream() {
        assertEquals(Code.GRANT_WRONG_BOX, refusal(grants.grant(terms -> terms.box(new BoxId("box-2")))));
        assertEquals(Code.GRANT_WRONG_STREAM, refusal(grants.grant(terms -> terms.stream(new StreamId("box-9.x")))));
    }

    @Test
    void shouldRefuseAnExpiredGrant() {
        assertEquals(Code.GRANT_EXPIRED, refusal(grants.grant(terms -> terms.issuedAt(NOW_MILLIS - 2 * HOUR_MILLIS))));
        SignedGrant grant = grants.grant();
        admitted(grant);
        clock.set(NOW_MILLIS + HOUR_MILLIS);
        assertEquals(
                Code.GRANT_EXPIRED,
                refusal(Optional.empty(), Optional.of(grant.grant().id().value())));
    }

    @Test
    void shouldServeOnlyWhatIsPaidAndSayWhatIsDue() {
        SignedGrant grant = grants.grant();
        Ticket ticket = admitted(grant);
        Refusal refusal = meter.charge(ticket, UNIT + 1).orElseThrow();
        assertEquals(Code.PAYMENT_DUE, refusal.code());
        assertEquals(Optional.of(2), refusal.due());
        assertEquals(Optional.of(0), refusal.paid());
        pay(ticket, grants.receipt(grant, 2));
        assertEquals(Optional.empty(), meter.charge(ticket, UNIT + 1));
        assertEquals(Optional.of(3), meter.charge(ticket, UNIT).orElseThrow().due());
    }

    @Test
    void shouldCountWhatIsPaidBeyondARequestForTheNext() {
        SignedGrant grant = grants.grant();
        Ticket ticket = admitted(grant);
        pay(ticket, grants.receipt(grant, 3));
        assertEquals(Optional.empty(), meter.charge(ticket, UNIT));
        assertEquals(Optional.empty(), meter.charge(ticket, 2 * UNIT));
        assertEquals(Code.PAYMENT_DUE, meter.charge(ticket, 1).orElseThrow().code());
    }

    @Test
    void shouldRefuseAPreimageThatDoesNotLeadToTheAnchor() {
        SignedGrant grant = grants.grant();
        Ticket ticket = admitted(grant);
        Receipt wrong = new Receipt(grant.grant().id(), 2, Digest.sha256(new byte[] {9}));
        assertEquals(Code.RECEIPT_INVALID, paid(ticket, wrong).orElseThrow().code());
        Receipt tooHigh = new Receipt(grant.grant().id(), 65, grants.chain.value(64));
        assertEquals(Code.RECEIPT_INVALID, paid(ticket, tooHigh).orElseThrow().code());
        Receipt anothers = new Receipt(grants.grant().grant().id(), 1, grants.chain.value(1));
        assertEquals(Code.RECEIPT_INVALID, paid(ticket, anothers).orElseThrow().code());
        assertTrue(meter.pending(10).isEmpty());
    }

    @Test
    void shouldTakeAnOlderReceiptWithoutComplaintAndWithoutEffect() {
        SignedGrant grant = grants.grant();
        Ticket ticket = admitted(grant);
        pay(ticket, grants.receipt(grant, 5));
        pay(ticket, grants.receipt(grant, 2));
        assertEquals(5, ((OutgoingReceipt.Paid) meter.pending(10).getFirst()).index());
    }

    @Test
    void shouldSayThatAGrantIsUsedUp() {
        SignedGrant grant = grants.grant(terms -> terms.maxBytes(UNIT));
        Ticket ticket = admitted(grant);
        pay(ticket, grants.receipt(grant, 1));
        assertEquals(Optional.empty(), meter.charge(ticket, UNIT - 10));
        assertEquals(Code.GRANT_USED_UP, meter.charge(ticket, 11).orElseThrow().code());
    }

    @Test
    void shouldHoldAPlainPlayerToItsBitrate() {
        SignedGrant grant = grants.grant(terms -> terms.plain(8_000).maxBytes(1_000_000));
        Ticket ticket = admitted(grant);
        assertEquals(Optional.empty(), meter.charge(ticket, 30_000));
        assertEquals(
                Code.BITRATE_EXCEEDED, meter.charge(ticket, 1).orElseThrow().code());
        clock.set(NOW_MILLIS + 10_000);
        assertEquals(Optional.empty(), meter.charge(ticket, 10_000));
        assertEquals(40_000, ((OutgoingReceipt.Counted) meter.pending(1).getFirst()).cumulativeBytes());
    }

    @Test
    void shouldCloseAGrantThatNobodyUsesAndSaySoAtOnce() {
        AtomicInteger woken = new AtomicInteger();
        meter.onClosing(woken::incrementAndGet);
        SignedGrant grant = grants.grant();
        admitted(grant);
        steadyMillis.addAndGet(IDLE_MILLIS + 1);
        meter.sweep();
        assertTrue(meter.pending(1).getFirst().closing());
        assertEquals(1, woken.get());
        assertEquals(Code.GRANT_CLOSED, refusal(grant));
        meter.sweep();
        assertEquals(1, woken.get(), "it closes once");
    }

    @Test
    void shouldNotTakeAClockThatWasSetForIdleness() {
        SignedGrant grant = grants.grant(terms -> terms.issuedAt(NOW_MILLIS + 2 * HOUR_MILLIS));
        admitted(grant);
        meter.sweep();
        clock.set(NOW_MILLIS + HOUR_MILLIS);
        meter.sweep();
        named(grant);
        clock.set(NOW_MILLIS + 1_000);
        meter.sweep();
        named(grant);
        assertTrue(meter.pending(1).isEmpty());
    }

    @Test
    void shouldNotTakeAGrantForIdleThatIsUsedRightAfterTheClockWasSetBack() {
        clock.set(NOW_MILLIS + HOUR_MILLIS / 2);
        SignedGrant grant = grants.grant();
        admitted(grant);
        meter.sweep();
        clock.set(NOW_MILLIS);
        named(grant);
        meter.sweep();
        named(grant);
        assertTrue(meter.pending(1).isEmpty());
    }

    @Test
    void shouldOfferReceiptsUntilTheyAreBooked() {
        SignedGrant grant = grants.grant();
        pay(admitted(grant), grants.receipt(grant, 4));
        assertEquals(1, meter.pending(10).size());
        meter.booked(List.of(new Outcome.Booked(grant.grant().id(), 3L * UNIT, false)));
        assertEquals(1, meter.pending(10).size(), "one unit is still to be booked");
        assertEquals(1, meter.unbookedGrants());
        meter.booked(List.of(new Outcome.Booked(grant.grant().id(), 4L * UNIT, false)));
        assertTrue(meter.pending(10).isEmpty());
        assertEquals(0, meter.unbookedGrants());
    }

    @Test
    void shouldServeNothingMoreUnderAGrantThatTheControlPlaneRefuses() {
        SignedGrant grant = grants.grant();
        pay(admitted(grant), grants.receipt(grant, 4));
        meter.booked(List.of(new Outcome.Refused(grant.grant().id(), 0, true, "unknown_grant")));
        assertTrue(meter.pending(10).isEmpty());
        assertEquals(Code.GRANT_CLOSED, refusal(grant));
    }

    @Test
    void shouldRememberAfterAKillWhatWasPaidServedAndBooked() throws IOException {
        SignedGrant grant = grants.grant();
        Ticket ticket = admitted(grant);
        pay(ticket, grants.receipt(grant, 4));
        assertEquals(Optional.empty(), meter.charge(ticket, 3 * UNIT));
        meter.booked(List.of(new Outcome.Booked(grant.grant().id(), UNIT, false)));
        meter.close();
        open();
        Ticket again = named(grant);
        assertEquals(4, ((OutgoingReceipt.Paid) meter.pending(1).getFirst()).index());
        assertEquals(
                Code.PAYMENT_DUE, meter.charge(again, 2 * UNIT).orElseThrow().code());
        assertEquals(Optional.empty(), meter.charge(again, UNIT));
    }

    @Test
    void shouldNotLetAClosedGrantBePresentedAgainAfterARestart() throws IOException {
        SignedGrant grant = grants.grant();
        pay(admitted(grant), grants.receipt(grant, 1));
        meter.booked(List.of(new Outcome.Booked(grant.grant().id(), UNIT, true)));
        meter.close();
        open();
        assertEquals(Code.GRANT_CLOSED, refusal(grant));
    }

    @Test
    void shouldDropWhatACrashLeftHalfWrittenAndKeepTheRest() throws IOException {
        keepsWhatIsBefore(new byte[] {0, 0, 0, 50, 1, 2, 3});
    }

    /** A file system may have made the file longer before it had what belongs there. */
    @Test
    void shouldDropTheZerosThatALostPowerSupplyLeft() throws IOException {
        keepsWhatIsBefore(new byte[64]);
    }

    @Test
    void shouldNotHashForEverForReceiptsThatProveNothing() {
        SignedGrant grant = grants.grant(terms -> terms.maxBytes(Grant.MAX_SIGNED_BYTES));
        Ticket ticket = admitted(grant);
        Receipt long65536 = new Receipt(grant.grant().id(), Grant.MAX_UNITS, Digest.ZERO);
        for (int steps = 0; steps < GrantAccount.MAX_WASTED_STEPS; steps += Grant.MAX_UNITS) {
            assertTrue(paid(ticket, long65536).orElseThrow().detail().contains("does not lead"));
        }
        assertTrue(paid(ticket, long65536).orElseThrow().detail().contains("at most"));
        pay(ticket, grants.receipt(grant, 5));
    }

    @Test
    void shouldCheckNoMoreNewGrantsInASecondThanItsBound() throws IOException {
        meter.close();
        meter = new Meter(
                BOX,
                () -> Optional.of(grants.key.getPublic()),
                directory.resolve("receipts.log"),
                clock,
                steadyMillis::get,
                new MeterLimits(100, IDLE_MILLIS, 2));
        SignedGrant known = grants.grant();
        admitted(known);
        assertEquals(Code.GRANT_FORGED, refusal(forged()));
        assertEquals(Code.NOT_READY, refusal(forged()));
        assertEquals(known.grant(), admitted(known).grant());
        clock.set(NOW_MILLIS + 1_000);
        assertEquals(Code.GRANT_FORGED, refusal(forged()));
    }

    private SignedGrant forged() {
        return grants.grant(terms -> terms, P256.generate(), grants.chain.anchor());
    }

    private void keepsWhatIsBefore(byte[] damage) throws IOException {
        SignedGrant grant = grants.grant();
        Ticket ticket = admitted(grant);
        pay(ticket, grants.receipt(grant, 1));
        meter.close();
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("receipts.log").toFile(), "rw")) {
            file.seek(file.length());
            file.write(damage);
        }
        open();
        pay(named(grant), grants.receipt(grant, 2));
        meter.close();
        open();
        assertEquals(2, ((OutgoingReceipt.Paid) meter.pending(1).getFirst()).index());
    }

    @Test
    void shouldForgetAGrantOnceItHasExpiredAndAllIsBooked() {
        SignedGrant grant = grants.grant();
        admitted(grant);
        clock.set(NOW_MILLIS + HOUR_MILLIS);
        meter.sweep();
        meter.booked(List.of(new Outcome.Booked(grant.grant().id(), 0, true)));
        meter.sweep();
        assertEquals(
                Code.GRANT_MISSING,
                refusal(Optional.empty(), Optional.of(grant.grant().id().value())));
    }

    @Test
    void shouldTakeNoMoreGrantsThanItsBound() {
        for (int i = 0; i < 3; i++) {
            admitted(grants.grant());
        }
        assertEquals(Code.NOT_READY, refusal(grants.grant()));
    }

    private Ticket admitted(SignedGrant grant) {
        Admission admission = meter.ticket(Optional.of(grant.token()), Optional.empty(), STREAM, Optional.of(MAIN));
        return assertInstanceOf(Admission.Admitted.class, admission).ticket();
    }

    private Ticket named(SignedGrant grant) {
        Admission admission =
                meter.ticket(Optional.empty(), Optional.of(grant.grant().id().value()), STREAM, Optional.of(MAIN));
        return assertInstanceOf(Admission.Admitted.class, admission).ticket();
    }

    private Code refusal(SignedGrant grant) {
        return refusal(Optional.of(grant.token()), Optional.empty());
    }

    private Code refusal(Optional<String> token, Optional<String> named) {
        Admission admission = meter.ticket(token, named, STREAM, Optional.of(MAIN));
        return assertInstanceOf(Admission.Refused.class, admission).refusal().code();
    }

    private Optional<Refusal> paid(Ticket ticket, Receipt receipt) {
        return meter.pay(ticket, receipt).toCompletableFuture().join();
    }

    private void pay(Ticket ticket, Receipt receipt) {
        assertEquals(Optional.empty(), paid(ticket, receipt));
    }
}
