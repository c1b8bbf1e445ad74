package io.skyv.box.meter;

import io.skyv.box.meter.Refusal.Code;
import io.skyv.box.uplink.Outcome;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.box.uplink.Receipts;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All grants at this box. Serving goes in three steps: {@link #ticket} for the grant, {@link #pay} for the receipt that
 * came with the request, {@link #charge} once the size is known. Thread-safe; nothing here blocks.
 */
public final class Meter implements Receipts, AutoCloseable {
    private static final Refusal NOT_WRITTEN = Refusal.of(
            Code.NOT_READY,
            "This box cannot write down now what it is paid, so it takes no payment; send the same again later.");

    private final BoxId self;
    private final Supplier<Optional<PublicKey>> grantKey;
    private final Clock clock;
    private final LongSupplier steadyMillis;
    private final MeterLimits limits;
    private final Allowance grantChecks;
    private final Map<GrantId, GrantAccount> accounts = new ConcurrentHashMap<>();
    private final Set<GrantId> servedSinceWritten = ConcurrentHashMap.newKeySet();
    private final LongAdder servedBytes = new LongAdder();
    private final WriteAheadFile file;
    private volatile Runnable wakeUplink = () -> {};

    /**
     * @param grantKey the control plane's key; empty until the box is enrolled
     * @param clock by which grants begin and end
     * @param steadyMillis milliseconds that pass evenly, from any beginning; by these a grant is idle
     * @throws IOException if the write-ahead file cannot be opened
     */
    public Meter(
            BoxId self,
            Supplier<Optional<PublicKey>> grantKey,
            Path file,
            Clock clock,
            LongSupplier steadyMillis,
            MeterLimits limits)
            throws IOException {
        this.self = self;
        this.grantKey = grantKey;
        this.clock = clock;
        this.steadyMillis = steadyMillis;
        this.limits = limits;
        this.grantChecks = new Allowance(limits.maxGrantChecksPerSecond());
        this.file = new WriteAheadFile(file, this::replay, this::snapshot);
    }

    /** What becomes of a request that names or presents a grant. */
    public sealed interface Admission {
        record Admitted(Ticket ticket) implements Admission {}

        record Refused(Refusal refusal) implements Admission {}
    }

    /**
     * @param token the grant itself, where the request presents it
     * @param named its id, where the request names one presented before
     * @param rendition empty for what belongs to all renditions
     */
    public Admission ticket(
            Optional<String> token, Optional<String> named, StreamId stream, Optional<RenditionName> rendition) {
        return switch (token.isPresent() ? presented(token.get()) : remembered(named)) {
            case Lookup.Unknown unknown -> new Admission.Refused(unknown.refusal());
            case Lookup.Known known -> admit(known.account(), stream, rendition);
        };
    }

    private Admission admit(GrantAccount account, StreamId stream, Optional<RenditionName> rendition) {
        Grant grant = account.grant();
        if (!grant.stream().equals(stream)
                || rendition.filter(r -> !grant.rendition().equals(r)).isPresent()) {
            return new Admission.Refused(Refusal.of(
                    Code.GRANT_WRONG_STREAM,
                    "The grant is for " + grant.stream() + "/" + grant.rendition() + ", not for this."));
        }
        return account.use(clock.millis(), steadyMillis.getAsLong())
                .<Admission>map(Admission.Refused::new)
                .orElseGet(() -> new Admission.Admitted(new Ticket(account)));
    }

    private sealed interface Lookup {
        record Known(GrantAccount account) implements Lookup {}

        record Unknown(Refusal refusal) implements Lookup {}

        static Lookup unknown(Code code, String detail) {
            return new Unknown(Refusal.of(code, detail));
        }
    }

    private Lookup remembered(Optional<String> named) {
        if (named.isEmpty()) {
            return Lookup.unknown(
                    Code.GRANT_MISSING, "Ask the control plane for a grant and present it as the parameter 'grant'.");
        }
        try {
            GrantAccount account = accounts.get(new GrantId(named.get()));
            return account != null
                    ? new Lookup.Known(account)
                    : Lookup.unknown(
                            Code.GRANT_MISSING,
                            "This box does not know that grant; present it as the parameter 'grant'.");
        } catch (IllegalArgumentException e) {
            return Lookup.unknown(Code.MALFORMED, "The parameter 'g' is no grant id.");
        }
    }

    private Lookup presented(String token) {
        SignedGrant signed;
        try {
            signed = SignedGrant.decodeToken(token);
        } catch (MalformedException e) {
            return Lookup.unknown(Code.MALFORMED, "The parameter 'grant' is no grant: " + e.getMessage());
        }
        GrantAccount known = accounts.get(signed.grant().id());
        if (known != null && known.signed().token().equals(token)) {
            return new Lookup.Known(known);
        }
        Optional<PublicKey> key = grantKey.get();
        if (key.isEmpty()) {
            return Lookup.unknown(Code.NOT_READY, "This box is not enrolled yet and can check no grant.");
        }
        if (!grantChecks.take(clock.millis())) {
            return Lookup.unknown(
                    Code.NOT_READY,
                    "This box checks " + limits.maxGrantChecksPerSecond() + " new grants in a second; come again.");
        }
        if (!signed.isSignedBy(key.get())) {
            return Lookup.unknown(Code.GRANT_FORGED, "The grant's signature is not the control plane's.");
        }
        if (!signed.grant().box().equals(self)) {
            return Lookup.unknown(
                    Code.GRANT_WRONG_BOX, "The grant is for " + signed.grant().box() + "; this is " + self + ".");
        }
        if (signed.grant().isExpiredAt(clock.millis())) {
            return Lookup.unknown(Code.GRANT_EXPIRED, "This grant has expired; ask for a new one.");
        }
        return remember(signed);
    }

    private Lookup remember(SignedGrant signed) {
        if (accounts.size() >= limits.maxGrants()) {
            return Lookup.unknown(
                    Code.NOT_READY, "This box has " + limits.maxGrants() + " grants open and takes no more now.");
        }
        GrantAccount fresh = new GrantAccount(signed, steadyMillis.getAsLong());
        GrantAccount earlier = accounts.putIfAbsent(signed.grant().id(), fresh);
        if (earlier != null) {
            return new Lookup.Known(earlier);
        }
        writePresented(fresh);
        return new Lookup.Known(fresh);
    }

    /** Takes a receipt. Completes, once it is in the write-ahead file, with nothing; or with why it is not taken. */
    public CompletionStage<Optional<Refusal>> pay(Ticket ticket, Receipt receipt) {
        GrantAccount account = ticket.account();
        if (!receipt.grant().equals(account.grant().id())) {
            return CompletableFuture.completedFuture(
                    Optional.of(Refusal.of(Code.RECEIPT_INVALID, "The receipt is for another grant.")));
        }
        return switch (account.check(receipt)) {
            case GrantAccount.Payment.Invalid invalid ->
                CompletableFuture.completedFuture(Optional.of(invalid.refusal()));
            case GrantAccount.Payment.NothingNew _ -> CompletableFuture.completedFuture(Optional.empty());
            case GrantAccount.Payment.Raises _ -> writeAhead(account, receipt);
        };
    }

    /** A receipt is worth nothing in the file without its grant: where that is not there yet, both go in together. */
    private CompletionStage<Optional<Refusal>> writeAhead(GrantAccount account, Receipt receipt) {
        byte[] paid = new MeterRecord.Paid(
                        receipt.grant(),
                        receipt.index(),
                        receipt.preimage(),
                        account.state().servedBytes())
                .encode();
        boolean known = account.isWritten();
        List<byte[]> records = known ? List.of(paid) : List.of(presented(account), paid);
        return file.append(records, () -> {
                    if (!known) {
                        account.written();
                    }
                    account.paid(receipt);
                })
                .handle((_, failure) -> failure == null ? Optional.empty() : Optional.of(NOT_WRITTEN));
    }

    /** Takes {@code bytes} off what the grant has paid, or says why not. */
    public Optional<Refusal> charge(Ticket ticket, long bytes) {
        Optional<Refusal> refusal = ticket.account().charge(bytes, clock.millis());
        if (refusal.isEmpty()) {
            servedSinceWritten.add(ticket.grant().id());
            servedBytes.add(bytes);
        }
        return refusal;
    }

    /** To be called each second: writes what was served, closes what is done, forgets what has long expired. */
    public void sweep() {
        long now = clock.millis();
        for (GrantId id : new HashSet<>(servedSinceWritten)) {
            servedSinceWritten.remove(id);
            GrantAccount account = accounts.get(id);
            if (account != null) {
                writeServed(account);
            }
        }
        boolean anyClosed = false;
        for (GrantAccount account : accounts.values()) {
            if (account.closeIfDone(now, steadyMillis.getAsLong(), limits.idleCloseMillis())) {
                write(new MeterRecord.Closed(account.grant().id()));
                anyClosed = true;
            }
        }
        if (anyClosed) {
            wakeUplink.run();
        }
        accounts.values().removeIf(account -> account.forgettable(now));
    }

    /** What could not be written is written at the next sweep. */
    private void writeServed(GrantAccount account) {
        GrantId id = account.grant().id();
        byte[] served = new MeterRecord.Served(id, account.state().servedBytes()).encode();
        file.append(List.of(served), () -> {}).exceptionally(_ -> {
            servedSinceWritten.add(id);
            return null;
        });
    }

    @Override
    public List<OutgoingReceipt> pending(int max) {
        return accounts.values().stream()
                .flatMap(account -> account.unbooked().stream())
                .sorted(Comparator.comparing(OutgoingReceipt::closing).reversed())
                .limit(max)
                .toList();
    }

    @Override
    public void booked(List<Outcome> outcomes) {
        outcomes.forEach(this::booked);
    }

    private void booked(Outcome outcome) {
        GrantAccount account = accounts.get(outcome.grant());
        if (account == null) {
            return;
        }
        boolean ended = outcome.closed() || outcome instanceof Outcome.Refused;
        account.booked(outcome.settledBytes(), ended);
        write(new MeterRecord.Booked(outcome.grant(), ended ? Long.MAX_VALUE : outcome.settledBytes()));
        if (ended) {
            write(new MeterRecord.Closed(outcome.grant()));
        }
    }

    @Override
    public void onClosing(Runnable wake) {
        wakeUplink = wake;
    }

    public int openGrants() {
        return (int) accounts.values().stream()
                .filter(account -> !account.state().closing())
                .count();
    }

    /** Grants whose last receipt, or whose end, the control plane has not booked yet. */
    public int unbookedGrants() {
        return (int) accounts.values().stream()
                .filter(account -> account.unbooked().isPresent())
                .count();
    }

    /** Bytes of media served since this box started. */
    public long servedBytes() {
        return servedBytes.sum();
    }

    /** Records of grants and receipts that could not be written since the start. */
    public long unwrittenRecords() {
        return file.unwritten();
    }

    /** Whether receipts can be written down, as far as the last try tells. */
    public boolean canWrite() {
        return !file.failing();
    }

    @Override
    public void close() {
        sweep();
        file.close();
    }

    private void writePresented(GrantAccount account) {
        var _ = file.append(List.of(presented(account)), account::written);
    }

    private static byte[] presented(GrantAccount account) {
        return new MeterRecord.Presented(account.signed()).encode();
    }

    private void write(MeterRecord record) {
        var _ = file.append(List.of(record.encode()), () -> {});
    }

    private void replay(byte[] bytes) {
        MeterRecord record;
        try {
            record = MeterRecord.decode(bytes);
        } catch (MalformedException e) {
            throw new IllegalStateException(
                    "the receipt file has a record this firmware cannot read: " + e.getMessage(), e);
        }
        if (record instanceof MeterRecord.Presented presented) {
            GrantAccount restored = new GrantAccount(presented.grant(), steadyMillis.getAsLong());
            restored.written();
            accounts.putIfAbsent(presented.grant().grant().id(), restored);
            return;
        }
        GrantAccount account = accounts.get(grantOf(record));
        if (account != null) {
            account.restore(record);
        }
    }

    private static GrantId grantOf(MeterRecord record) {
        return switch (record) {
            case MeterRecord.Presented r -> r.grant().grant().id();
            case MeterRecord.Paid r -> r.grant();
            case MeterRecord.Served r -> r.grant();
            case MeterRecord.Booked r -> r.grant();
            case MeterRecord.Closed r -> r.grant();
        };
    }

    private List<byte[]> snapshot() {
        List<byte[]> records = new ArrayList<>();
        accounts.values().forEach(account -> account.records().forEach(record -> records.add(record.encode())));
        return records;
    }
}
