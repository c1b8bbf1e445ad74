package io.skyv.control.fleet.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.skyv.control.fleet.LiveFleet;
import io.skyv.control.fleet.PublicUrls;
import io.skyv.control.fleet.Session;
import io.skyv.control.fleet.SessionEnd;
import io.skyv.control.grant.BookedReceipt;
import io.skyv.control.grant.ReceiptBook;
import io.skyv.control.grant.ReceivedReceipt;
import io.skyv.control.identity.Members;
import io.skyv.control.ledger.LedgerBusyException;
import io.skyv.control.problem.Problems;
import io.skyv.control.stream.Stream;
import io.skyv.control.stream.StreamRefusedException;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.ControlMessage;
import io.skyv.v1.Heartbeat;
import io.skyv.v1.Hello;
import io.skyv.v1.Receipt;
import io.skyv.v1.ReceiptBatch;
import io.skyv.v1.ReceiptOutcome;
import io.skyv.v1.ReceiptsBooked;
import io.skyv.v1.ServerTime;
import io.skyv.v1.StreamOffer;
import io.skyv.v1.Welcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is said in one session. Its messages are heard one after the other. */
final class Conversation {
    private static final Logger LOG = Logger.getLogger(Conversation.class);

    /** Streams that a box may name in one heartbeat. */
    private static final int MAX_CARRIED_STREAMS = 1_000;

    /** What all sessions share. */
    record Desks(
            LiveFleet fleet,
            Members members,
            StreamRegistry streams,
            ReceiptBook receipts,
            SessionMetrics metrics,
            InstantSource clock,
            Duration heartbeat) {}

    private final BoxId box;
    private final Instant goodUntil;
    private final Desks desks;
    private final Consumer<SessionEnd> hangUp;
    private volatile @Nullable Session session;
    private boolean heardHeartbeat;
    private volatile boolean toldToWait;

    /**
     * @param goodUntil when the certificate ends with which the box came; one that has not renewed it by then has to
     *     begin anew
     * @param hangUp closes the connection, from any thread
     */
    Conversation(BoxId box, Instant goodUntil, Desks desks, Consumer<SessionEnd> hangUp) {
        this.box = box;
        this.goodUntil = goodUntil;
        this.desks = desks;
        this.hangUp = hangUp;
    }

    /** @return what to answer; no item where there is nothing to say */
    Uni<ControlMessage> hear(BoxMessage message) {
        Session open = session;
        if (message.hasHello()) {
            return open == null ? hello(message.getHello()) : misbehaved("a second hello");
        }
        if (open == null) {
            return misbehaved("the first message is not hello");
        }
        try {
            return switch (message.getMessageCase()) {
                case OFFER -> offer(open, message.getOffer());
                case END -> end(open, new StreamId(message.getEnd().getStreamId()));
                case HEARTBEAT -> heartbeat(open, message.getHeartbeat());
                case RECEIPTS -> receipts(message.getReceipts());
                // One of a newer box: what is not understood is not acted on.
                case HELLO, MESSAGE_NOT_SET -> nothing();
            };
        } catch (IllegalArgumentException e) {
            return misbehaved(String.valueOf(e.getMessage()));
        }
    }

    /** The connection is gone, for whatever reason; the box is offline unless it has another session. */
    void over(SessionEnd reason) {
        Session open = session;
        if (open == null) {
            return;
        }
        desks.metrics().ended(reason).increment();
        LOG.infof("%s disconnected: %s", box, reason.label());
        if (desks.fleet().close(open)) {
            desks.members().seen(box, open.lastHeard());
        }
    }

    private Uni<ControlMessage> hello(Hello hello) {
        try {
            Instant now = desks.clock().instant();
            Session opened = new Session(box, PublicUrls.parse(hello.getPublicUrl()), hello.getRelays(), now, hangUp);
            session = opened;
            desks.fleet().open(opened);
            LOG.infof(
                    "%s connected: at %s, %s",
                    box, opened.state().publicUrl(), hello.getRelays() ? "relays" : "does not relay");
            return Uni.createFrom()
                    .item(ControlMessage.newBuilder()
                            .setWelcome(Welcome.newBuilder()
                                    .setBoxId(box.value())
                                    .setHeartbeatSeconds(
                                            Math.toIntExact(desks.heartbeat().toSeconds()))
                                    .setServerTimeMillis(now.toEpochMilli()))
                            .build());
        } catch (IllegalArgumentException e) {
            return misbehaved(String.valueOf(e.getMessage()));
        }
    }

    /** A stream that cannot be is left out; the rest of what the box does goes on. */
    private Uni<ControlMessage> offer(Session open, StreamOffer offer) {
        return desks.streams()
                .offer(box, offer)
                .invoke(() -> open.offered().add(new StreamId(offer.getStreamId())))
                .onFailure(StreamRefusedException.class)
                .invoke(refused -> LOG.warnf("A stream of %s is refused: %s", box, refused.getMessage()))
                .onFailure(StreamRefusedException.class)
                .recoverWithNull()
                .chain(Conversation::nothing);
    }

    private Uni<ControlMessage> end(Session open, StreamId stream) {
        open.offered().remove(stream);
        return desks.streams().end(box, stream).chain(Conversation::nothing);
    }

    private Uni<ControlMessage> heartbeat(Session open, Heartbeat heartbeat) {
        if (heartbeat.getCarriedStreamIdsCount() > MAX_CARRIED_STREAMS) {
            return misbehaved("a heartbeat names over " + MAX_CARRIED_STREAMS + " streams");
        }
        Instant now = desks.clock().instant();
        open.heartbeat(heartbeat.getOpenGrants(), now);
        desks.metrics().heartbeat();
        if (now.isAfter(goodUntil)) {
            hangUp.accept(SessionEnd.EXPIRED);
        }
        if (heardHeartbeat) {
            return Uni.createFrom().item(time(now));
        }
        heardHeartbeat = true;
        return endWhatWasNotSaidAgain(open).map(_ -> time(now));
    }

    private static ControlMessage time(Instant now) {
        return ControlMessage.newBuilder()
                .setTime(ServerTime.newBuilder().setMillis(now.toEpochMilli()))
                .build();
    }

    /** Streams are offered right after hello: one of an earlier session that is not among them by now is over. */
    private Uni<Void> endWhatWasNotSaidAgain(Session open) {
        List<StreamId> gone = desks.streams().all().stream()
                .filter(stream -> stream.box().equals(box))
                .map(Stream::id)
                .filter(stream -> !open.offered().contains(stream))
                .toList();
        return Multi.createFrom()
                .iterable(gone)
                .onItem()
                .transformToUniAndConcatenate(stream -> desks.streams().end(box, stream))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<ControlMessage> receipts(ReceiptBatch batch) {
        if (batch.getReceiptsCount() > ReceiptBook.MAX_RECEIPTS) {
            return misbehaved("a batch has over " + ReceiptBook.MAX_RECEIPTS + " receipts");
        }
        desks.metrics().batch();
        List<ReceivedReceipt> received =
                batch.getReceiptsList().stream().map(Conversation::received).toList();
        return desks.receipts()
                .book(box, received)
                .map(booked -> answer(batch.getBatchId(), booked))
                .invoke(() -> toldToWait = false)
                .onFailure(Conversation::isForLater)
                .recoverWithItem(busy -> {
                    if (!toldToWait) {
                        LOG.warnf("the receipts of %s must wait: %s", box, busy.getMessage());
                    }
                    toldToWait = true;
                    return answer(batch.getBatchId(), List.of());
                });
    }

    /** Nothing is answered of the batch then, and the box brings it again; its session is not to blame. */
    private static boolean isForLater(Throwable fault) {
        return fault instanceof LedgerBusyException || Problems.isOfTheDatabase(fault);
    }

    private static ReceivedReceipt received(Receipt receipt) {
        return new ReceivedReceipt(
                receipt.getGrantId(),
                receipt.getIndex(),
                receipt.getPreimage().toByteArray(),
                receipt.getCumulativeBytes(),
                receipt.getClosing());
    }

    private static ControlMessage answer(long batchId, List<BookedReceipt> booked) {
        ReceiptsBooked.Builder answer = ReceiptsBooked.newBuilder().setBatchId(batchId);
        for (BookedReceipt receipt : booked) {
            answer.addOutcomes(ReceiptOutcome.newBuilder()
                    .setGrantId(receipt.grant())
                    .setSettledBytes(receipt.settledBytes())
                    .setRefusal(receipt.refusal())
                    .setClosed(receipt.closed()));
        }
        return ControlMessage.newBuilder().setBooked(answer).build();
    }

    private static Uni<ControlMessage> nothing() {
        return Uni.createFrom().nullItem();
    }

    private static Uni<ControlMessage> misbehaved(String how) {
        StatusRuntimeException failure =
                Status.INVALID_ARGUMENT.withDescription(how).asRuntimeException();
        return Uni.createFrom().failure(failure);
    }
}
