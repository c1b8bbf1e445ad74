package io.skyv.control.fleet.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcService;
import io.skyv.control.fleet.LiveFleet;
import io.skyv.control.fleet.SessionEnd;
import io.skyv.control.grant.ReceiptBook;
import io.skyv.control.identity.Members;
import io.skyv.control.identity.grpc.Caller;
import io.skyv.control.ledger.LedgerBusyException;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.proto.id.BoxId;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.BoxSession;
import io.skyv.v1.ControlMessage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The boxes' long-lived connections. */
@GrpcService
class BoxSessionService implements BoxSession {
    private static final Logger LOG = Logger.getLogger(BoxSessionService.class);

    /** Messages of one box that wait while an earlier one is dealt with; a box that says more is hung up on. */
    private static final int MAX_WAITING_MESSAGES = 64;

    /** Heartbeats that may fail to come before a box counts as offline. */
    private static final int MISSED_HEARTBEATS = 3;

    private final Caller caller;
    private final Conversation.Desks desks;
    private final ReactiveBooks books;

    @Inject
    BoxSessionService(
            Caller caller,
            LiveFleet fleet,
            Members members,
            StreamRegistry streams,
            ReceiptBook receipts,
            ReactiveBooks books,
            SessionMetrics metrics,
            InstantSource clock,
            @ConfigProperty(name = "skyv.session.heartbeat-period", defaultValue = "PT10S") Duration heartbeat) {
        if (heartbeat.toSeconds() < 1
                || heartbeat.toSeconds() > Duration.ofHours(1).toSeconds()) {
            throw new IllegalArgumentException("skyv.session.heartbeat-period is PT1S to PT1H, not " + heartbeat);
        }
        this.caller = caller;
        this.books = books;
        this.desks = new Conversation.Desks(fleet, members, streams, receipts, metrics, clock, heartbeat);
    }

    @Override
    public Multi<ControlMessage> connect(Multi<BoxMessage> said) {
        BoxId box;
        Instant goodUntil;
        try {
            box = caller.requireOperating();
            goodUntil = caller.certificateEnds();
            books.requireWriter();
        } catch (StatusRuntimeException | LedgerBusyException e) {
            return Multi.createFrom().failure(status(e));
        }
        CompletableFuture<SessionEnd> hungUp = new CompletableFuture<>();
        Conversation conversation = new Conversation(box, goodUntil, desks, hungUp::complete);
        BrokenConnections.ofThisCall().thenRun(() -> hungUp.complete(SessionEnd.BROKEN));
        return Multi.createBy()
                .merging()
                .streams(answers(conversation, said, hungUp), endOf(hungUp))
                .onTermination()
                .invoke((failure, cancelled) ->
                        conversation.over(failure == null ? SessionEnd.LEFT : reason(hungUp, failure)))
                .onFailure()
                .transform(failure -> status(failure));
    }

    /** Each message is dealt with on the call's own context, where the database may be asked, and after the one before. */
    private Multi<ControlMessage> answers(
            Conversation conversation, Multi<BoxMessage> said, CompletableFuture<SessionEnd> hungUp) {
        Context context = Vertx.currentContext();
        Executor onContext = task -> context.runOnContext(nothing -> task.run());
        return said.ifNoItem()
                .after(desks.heartbeat().multipliedBy(MISSED_HEARTBEATS))
                .fail()
                .onOverflow()
                .buffer(MAX_WAITING_MESSAGES)
                .onItem()
                .transformToUniAndConcatenate(message -> Uni.createFrom()
                        .deferred(() -> conversation.hear(message))
                        .runSubscriptionOn(onContext))
                .onCompletion()
                .invoke(() -> hungUp.complete(SessionEnd.LEFT));
    }

    /** Ends, with or without a failure, when somebody hangs up. */
    private static Multi<ControlMessage> endOf(CompletableFuture<SessionEnd> hungUp) {
        return Uni.createFrom()
                .completionStage(hungUp.copy()) // whoever cancels this must not cancel what says why it ended
                .onItem()
                .<ControlMessage>transformToMulti(reason -> reason == SessionEnd.LEFT
                        ? Multi.createFrom().empty()
                        : Multi.createFrom().failure(status(reason)));
    }

    private static SessionEnd reason(CompletableFuture<SessionEnd> hungUp, Throwable failure) {
        return switch (failure) {
            case TimeoutException _ -> SessionEnd.SILENT;
            case BackPressureFailure _ -> SessionEnd.MISBEHAVED;
            case StatusRuntimeException refused
            when refused.getStatus().getCode() == Status.Code.INVALID_ARGUMENT -> SessionEnd.MISBEHAVED;
            default -> hungUp.getNow(SessionEnd.LEFT);
        };
    }

    private static Throwable status(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException told -> told;
            case TimeoutException _ -> status(SessionEnd.SILENT);
            case BackPressureFailure _ ->
                Status.RESOURCE_EXHAUSTED
                        .withDescription("over " + MAX_WAITING_MESSAGES + " messages wait")
                        .asRuntimeException();
            case LedgerBusyException _ ->
                Status.UNAVAILABLE
                        .withDescription("the ledger is busy; come again")
                        .asRuntimeException();
            default -> {
                LOG.error("A session failed", failure);
                yield Status.INTERNAL.asRuntimeException();
            }
        };
    }

    private static StatusRuntimeException status(SessionEnd reason) {
        Status status = switch (reason) {
            case REPLACED -> Status.ABORTED.withDescription("replaced: this box opened another session");
            case REVOKED -> Status.PERMISSION_DENIED.withDescription("revoked: this box is no longer a member");
            case EXPIRED -> Status.PERMISSION_DENIED.withDescription("expired: the certificate has ended; enrol again");
            case BROKEN -> Status.UNAVAILABLE.withDescription("broken: the connection is gone");
            case SILENT -> Status.DEADLINE_EXCEEDED.withDescription("silent: no heartbeat came");
            case MISBEHAVED -> Status.INVALID_ARGUMENT;
            case LEFT -> Status.OK;
        };
        return status.asRuntimeException();
    }
}
