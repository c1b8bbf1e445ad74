package io.skyv.box.meter;

import io.skyv.box.meter.Refusal.Code;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One grant at this box: what it has paid, what was served, what the control plane has booked. Decides, and reads neither
 * clock nor disk. Every method takes the account's own lock, briefly; checking a receipt costs at most 65,536 hashes,
 * once per step of the chain over the grant's whole life.
 */
final class GrantAccount {
    private static final long ALL_BOOKED = Long.MAX_VALUE;

    /** Hashes that receipts which prove nothing may cost; after them only short steps are looked at. */
    static final int MAX_WASTED_STEPS = 4 * Grant.MAX_UNITS;

    /** Units that may always be paid at once: 64 MiB. Hashing so often costs about as much as a request does. */
    static final int SHORT_STEPS = 1_024;

    private final SignedGrant signed;
    private final Grant grant;
    private int paidIndex;
    private Digest paidValue;
    private long servedBytes;
    private long lastUsedSteadyMillis;
    private boolean closing;
    private long bookedBytes;
    private boolean written;
    private long wastedSteps;

    /** @param steadyMillis of a clock that nobody sets */
    GrantAccount(SignedGrant signed, long steadyMillis) {
        this.signed = signed;
        this.grant = signed.grant();
        this.paidValue = grant.anchor();
        this.lastUsedSteadyMillis = steadyMillis;
    }

    /** Puts back what the write-ahead file has. */
    synchronized void restore(MeterRecord record) {
        switch (record) {
            case MeterRecord.Presented _ -> {}
            case MeterRecord.Paid paid -> {
                paid(new Receipt(paid.grant(), paid.index(), paid.preimage()));
                servedBytes = Math.max(servedBytes, paid.servedBytes());
            }
            case MeterRecord.Served served -> servedBytes = Math.max(servedBytes, served.servedBytes());
            case MeterRecord.Booked booked -> bookedBytes = Math.max(bookedBytes, booked.settledBytes());
            case MeterRecord.Closed _ -> closing = true;
        }
    }

    /** The records that say all there is to say of this account. */
    synchronized List<MeterRecord> records() {
        List<MeterRecord> records = new ArrayList<>();
        records.add(new MeterRecord.Presented(signed));
        if (paidIndex > 0) {
            records.add(new MeterRecord.Paid(grant.id(), paidIndex, paidValue, servedBytes));
        }
        records.add(new MeterRecord.Served(grant.id(), servedBytes));
        if (bookedBytes > 0) {
            records.add(new MeterRecord.Booked(grant.id(), bookedBytes));
        }
        if (closing) {
            records.add(new MeterRecord.Closed(grant.id()));
        }
        return records;
    }

    /** The grant itself is in the write-ahead file. */
    synchronized void written() {
        written = true;
    }

    synchronized boolean isWritten() {
        return written;
    }

    Grant grant() {
        return grant;
    }

    SignedGrant signed() {
        return signed;
    }

    synchronized Optional<Refusal> use(long nowMillis, long steadyMillis) {
        if (closing) {
            return Optional.of(Refusal.of(Code.GRANT_CLOSED, "This grant was closed; ask for a new one."));
        }
        if (grant.isExpiredAt(nowMillis)) {
            return Optional.of(Refusal.of(Code.GRANT_EXPIRED, "This grant has expired; ask for a new one."));
        }
        lastUsedSteadyMillis = steadyMillis;
        return Optional.empty();
    }

    /** What becomes of a receipt. */
    sealed interface Payment {
        /** It pays more than was paid: to be written ahead, then {@link GrantAccount#paid}. */
        record Raises() implements Payment {}

        record NothingNew() implements Payment {}

        record Invalid(Refusal refusal) implements Payment {}
    }

    synchronized Payment check(Receipt receipt) {
        if (!grant.signed()) {
            return new Payment.Invalid(Refusal.of(Code.RECEIPT_INVALID, "This grant is not paid by receipts."));
        }
        if (receipt.index() > grant.units()) {
            return new Payment.Invalid(Refusal.of(
                    Code.RECEIPT_INVALID, "The grant has " + grant.units() + " units, not " + receipt.index() + "."));
        }
        if (receipt.index() <= paidIndex) {
            return new Payment.NothingNew();
        }
        int steps = receipt.index() - paidIndex;
        if (steps > SHORT_STEPS && wastedSteps >= MAX_WASTED_STEPS) {
            return new Payment.Invalid(Refusal.of(
                    Code.RECEIPT_INVALID,
                    "Too many receipts of this grant proved nothing; pay at most " + SHORT_STEPS + " units at once."));
        }
        if (!HashChain.leadsTo(receipt.preimage(), steps, paidValue)) {
            wastedSteps += steps;
            return new Payment.Invalid(Refusal.of(
                    Code.RECEIPT_INVALID,
                    "The preimage does not lead to the grant's w_0 in " + receipt.index() + " steps."));
        }
        return new Payment.Raises();
    }

    synchronized void paid(Receipt receipt) {
        if (receipt.index() > paidIndex) {
            paidIndex = receipt.index();
            paidValue = receipt.preimage();
        }
    }

    /** Takes {@code bytes} off what is paid, or says why not. */
    synchronized Optional<Refusal> charge(long bytes, long nowMillis) {
        long after = servedBytes + bytes;
        if (after > grant.maxBytes()) {
            return Optional.of(Refusal.of(
                    Code.GRANT_USED_UP,
                    "The grant is for " + grant.maxBytes() + " bytes and " + servedBytes
                            + " are served; ask for a new one."));
        }
        if (grant.signed() && grant.dueIndex(after) > paidIndex) {
            return Optional.of(Refusal.paymentDue(grant.dueIndex(after), paidIndex));
        }
        if (!grant.signed() && after > grant.allowedBytes(nowMillis)) {
            return Optional.of(Refusal.of(
                    Code.BITRATE_EXCEEDED,
                    "This grant allows " + grant.maxBitrateBps() + " bit/s and is ahead of it; wait a little."));
        }
        servedBytes = after;
        return Optional.empty();
    }

    /** Closes what will not be used any more; true when it was still open. */
    synchronized boolean closeIfDone(long nowMillis, long steadyMillis, long idleMillis) {
        boolean done = servedBytes >= grant.maxBytes()
                || grant.isExpiredAt(nowMillis)
                || steadyMillis - lastUsedSteadyMillis > idleMillis;
        boolean closes = done && !closing;
        closing |= done;
        return closes;
    }

    /** What the control plane has not booked yet. */
    synchronized Optional<OutgoingReceipt> unbooked() {
        long claim = grant.signed() ? grant.paidBytes(paidIndex) : servedBytes;
        if (bookedBytes == ALL_BOOKED || (claim <= bookedBytes && !closing)) {
            return Optional.empty();
        }
        return Optional.of(
                grant.signed()
                        ? new OutgoingReceipt.Paid(grant.id(), paidIndex, paidValue, closing)
                        : new OutgoingReceipt.Counted(grant.id(), servedBytes, closing));
    }

    /** @param closed whether the control plane will take nothing more */
    synchronized void booked(long settledBytes, boolean closed) {
        bookedBytes = closed ? ALL_BOOKED : Math.max(bookedBytes, settledBytes);
        closing |= closed;
    }

    /**
     * Whether this can be dropped. A closed grant is kept until it has expired: else it could be presented again, and its
     * old receipts would pay once more.
     */
    synchronized boolean forgettable(long nowMillis) {
        return bookedBytes == ALL_BOOKED && grant.isExpiredAt(nowMillis);
    }

    synchronized State state() {
        return new State(paidIndex, paidValue, servedBytes, closing);
    }

    record State(int paidIndex, Digest paidValue, long servedBytes, boolean closing) {}
}
