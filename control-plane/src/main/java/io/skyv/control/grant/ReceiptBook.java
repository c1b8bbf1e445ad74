package io.skyv.control.grant;

import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.OperationId;
import io.skyv.control.ledger.store.BookedGrants;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.control.projection.BookedGrant;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.Ids;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Books what boxes bring. Each receipt is checked by hashing from the highest one known, so that nothing a box says is
 * taken on trust; what is repeated or older than what is known pays nothing and is no fault. When a grant ended does not
 * matter as long as it is not closed: a box that was offline loses nothing.
 */
@ApplicationScoped
public class ReceiptBook {
    /** Receipts in one batch. */
    public static final int MAX_RECEIPTS = 1_000;

    private static final String NO_REFUSAL = "";
    private static final String UNKNOWN_GRANT = "unknown_grant";
    private static final String WRONG_BOX = "wrong_box";

    private final ReactiveBooks books;
    private final BookedGrants bookedGrants;
    private final GrantStore store;
    private final OpenGrants open;
    private final InstantSource clock;
    private final GrantMetrics metrics;

    ReceiptBook(
            ReactiveBooks books,
            BookedGrants bookedGrants,
            GrantStore store,
            OpenGrants open,
            InstantSource clock,
            GrantMetrics metrics) {
        this.books = books;
        this.bookedGrants = bookedGrants;
        this.store = store;
        this.open = open;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Books the receipts that {@code from} brought; to be called on a Vert.x context.
     *
     * @param receipts at most {@link #MAX_RECEIPTS}
     * @return an outcome for each, in the same order, when all of it is durable; fails with {@link
     *     io.skyv.control.ledger.LedgerBusyException} if the batch has to be brought again
     */
    public Uni<List<BookedReceipt>> book(BoxId from, List<ReceivedReceipt> receipts) {
        if (receipts.size() > MAX_RECEIPTS) {
            return Uni.createFrom()
                    .failure(new IllegalArgumentException("a batch has at most " + MAX_RECEIPTS + " receipts"));
        }
        if (receipts.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join()
                .all(receipts.stream().map(receipt -> bookOne(from, receipt)).toList())
                .usingConcurrencyOf(MAX_RECEIPTS)
                .andCollectFailures()
                .onFailure(CompositeException.class)
                .transform(all -> ((CompositeException) all).getCauses().getFirst());
    }

    private Uni<BookedReceipt> bookOne(BoxId from, ReceivedReceipt receipt) {
        return Uni.createFrom()
                .deferred(() -> {
                    Optional<GrantPosition> position = position(receipt);
                    return position.isPresent() ? bookOpen(from, receipt, position.get()) : ofClosed(from, receipt);
                })
                .invoke(booked -> count(booked));
    }

    private Optional<GrantPosition> position(ReceivedReceipt receipt) {
        return grantId(receipt).flatMap(books.view()::openGrant);
    }

    private Uni<BookedReceipt> bookOpen(BoxId from, ReceivedReceipt receipt, GrantPosition position) {
        if (!position.terms().box().equals(from.value())) {
            return Uni.createFrom().item(new BookedReceipt(receipt.grant(), 0, WRONG_BOX, false));
        }
        return claim(receipt, position).chain(claim -> switch (claim) {
            case Claim.Refused refused ->
                Uni.createFrom()
                        .item(new BookedReceipt(receipt.grant(), position.settledBytes(), refused.code(), false));
            case Claim.Nothing _ -> close(from, receipt, position.settledBytes());
            case Claim.Pays pays ->
                books.submit(id(round(), pays.operation()), pays.operation())
                        .chain(outcome -> outcome instanceof Outcome.Refused
                                ? ofClosed(from, receipt)
                                : close(from, receipt, pays.operation().cumulativeBytes()));
        });
    }

    private Uni<Claim> claim(ReceivedReceipt receipt, GrantPosition position) {
        if (position.terms().signed()) {
            Uni<Claim> checked = Uni.createFrom().item(() -> Claim.ofSigned(receipt, position));
            return Claim.isCheap(receipt, position)
                    ? checked
                    : checked.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        }
        return terms(new GrantId(position.terms().id()))
                .map(grant -> Claim.ofUnsigned(receipt, position, grant, clock.millis()));
    }

    private Uni<Grant> terms(GrantId id) {
        return open.find(id)
                .map(grant -> Uni.createFrom().item(grant))
                .orElseGet(() -> store.find(id)
                        .map(found -> found.orElseThrow(
                                () -> new IllegalStateException("the terms of grant " + id + " are lost"))));
    }

    private Uni<BookedReceipt> close(BoxId from, ReceivedReceipt receipt, long settledBytes) {
        if (!receipt.closing()) {
            return Uni.createFrom().item(new BookedReceipt(receipt.grant(), settledBytes, NO_REFUSAL, false));
        }
        return books.submit(
                        OperationId.derived(round(), "closeGrant " + receipt.grant()),
                        new Operation.CloseGrant(receipt.grant()))
                .chain(() -> ofClosed(from, receipt));
    }

    /** The grant is not open: what is known of it tells whether the receipt came before. */
    private Uni<BookedReceipt> ofClosed(BoxId from, ReceivedReceipt receipt) {
        Optional<GrantId> id = grantId(receipt);
        if (id.isEmpty()) {
            return Uni.createFrom().item(new BookedReceipt(receipt.grant(), 0, UNKNOWN_GRANT, false));
        }
        return bookedGrants
                .find(id.get())
                .map(found -> found.map(grant -> answer(from, receipt, grant))
                        .orElseGet(() -> new BookedReceipt(receipt.grant(), 0, UNKNOWN_GRANT, false)));
    }

    private static BookedReceipt answer(BoxId from, ReceivedReceipt receipt, BookedGrant grant) {
        GrantPosition position = grant.position();
        if (!position.terms().box().equals(from.value())) {
            return new BookedReceipt(receipt.grant(), 0, WRONG_BOX, false);
        }
        boolean alreadySettled = Claim.claimedBytes(receipt, position) <= position.settledBytes();
        return new BookedReceipt(
                receipt.grant(), position.settledBytes(), alreadySettled ? NO_REFUSAL : UNKNOWN_GRANT, !grant.open());
    }

    private static Optional<GrantId> grantId(ReceivedReceipt receipt) {
        try {
            return Ids.isValid(receipt.grant()) ? Optional.of(new GrantId(receipt.grant())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What comes again in a later round is another operation, and the books themselves know that it says nothing new. */
    private long round() {
        return books.view().head().round();
    }

    private static OperationId id(long round, Operation.Receipt receipt) {
        return OperationId.derived(round, "receipt " + receipt.grant() + " " + receipt.cumulativeBytes());
    }

    private void count(BookedReceipt booked) {
        if (booked.refusal().isEmpty()) {
            metrics.receiptBooked();
        } else {
            metrics.receiptRefused(booked.refusal());
        }
    }
}
