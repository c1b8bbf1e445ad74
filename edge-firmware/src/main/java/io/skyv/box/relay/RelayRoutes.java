package io.skyv.box.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.meter.Meter;
import io.skyv.box.meter.Meter.Admission;
import io.skyv.box.meter.Refusal;
import io.skyv.box.meter.Refusal.Code;
import io.skyv.box.meter.Ticket;
import io.skyv.box.store.Body;
import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.LiveRing;
import io.skyv.box.store.Position;
import io.skyv.box.store.RingClosedException;
import io.skyv.box.store.RingView;
import io.skyv.box.store.Segment;
import io.skyv.box.store.StoredPiece;
import io.skyv.proto.manifest.SignedManifest;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The box over HTTP, as docs/protocol.md has it. Each request goes the same way: read, find its grant, take its receipt,
 * find the stream, wait for what is asked, charge, answer.
 */
public final class RelayRoutes {
    /** How long a request may wait for what is about to come: three target durations (RFC 8216bis §6.2.5.2). */
    static final long MAX_WAIT_MILLIS = 8_000;

    /** How far ahead of the newest segment a playlist may be asked for. */
    private static final long MAX_SEGMENTS_AHEAD = 3;

    private static final String MANIFEST_SUFFIX = ".manifest";
    private static final Refusal GONE =
            Refusal.of(Code.NOT_FOUND, "This is not here, or not any more; reload the playlist.");
    private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";

    private final Meter meter;
    private final StreamFinder finder;
    private final RelayMetrics metrics;
    private final PlaylistCache playlists = new PlaylistCache();
    private final ForgedGrants forged = new ForgedGrants();

    public RelayRoutes(Meter meter, StreamFinder finder, MeterRegistry registry) {
        this.meter = meter;
        this.finder = finder;
        this.metrics = new RelayMetrics(registry);
    }

    public void register(Router router) {
        router.route().order(NoBodies.BEFORE_OTHERS).handler(new NoBodies(metrics));
        // One route, and no patterns: a relay's time goes into finding the way otherwise.
        router.route("/v1/*").order(NoBodies.BEFORE_OTHERS + 1).handler(this::serve);
    }

    private void serve(RoutingContext ctx) {
        HttpServerResponse response = ctx.response();
        allowAnyOrigin(response);
        if (ctx.request().method() == HttpMethod.OPTIONS) {
            allowMethods(response).setStatusCode(204).end();
            return;
        }
        Optional<StreamPath> path = ctx.request().method() == HttpMethod.GET
                ? StreamPath.parse(ctx.request().path())
                : Optional.empty();
        if (path.isEmpty() || (path.get().rendition().isEmpty() && !path.get().isIndex())) {
            refuse(response, Refusal.of(Code.NOT_FOUND, "There is nothing at this address."));
            return;
        }
        serve(ctx, path.get());
    }

    private void serve(RoutingContext ctx, StreamPath path) {
        String name = path.name();
        if (path.rendition().isEmpty()) {
            serve(ctx, path, name, this::multivariant);
        } else if (path.isIndex()) {
            serve(ctx, path, name, this::playlist);
        } else if (name.endsWith(MANIFEST_SUFFIX)) {
            serve(ctx, path, name.substring(0, name.length() - MANIFEST_SUFFIX.length()), this::manifest);
        } else {
            serve(ctx, path, name, this::media);
        }
    }

    /** Answers one kind of request; the stage ends when the answer has begun, or fails with why there is none. */
    private interface Answer {
        CompletionStage<?> to(Exchange exchange);
    }

    /** A request whose grant is good, and what it is for. */
    private record Exchange(RoutingContext ctx, Context context, Ticket ticket, CarriedStream stream, String name) {
        LiveRing ring() {
            return stream.ring();
        }

        /** What each URI of a playlist needs, so that a plain player can use it. */
        String uriSuffix() {
            return ticket.grant().signed() ? "" : "?g=" + ticket.grant().id();
        }
    }

    private void serve(RoutingContext ctx, StreamPath path, String name, Answer answer) {
        Context context = ctx.vertx().getOrCreateContext();
        switch (MediaRequest.read(ctx.request(), path)) {
            case MediaRequest.Reading.Unreadable unreadable -> refuse(ctx.response(), unreadable.refusal());
            case MediaRequest.Reading.Read read ->
                admitted(ctx.request(), read.request())
                        .thenCompose(ticket -> finder.find(ticket.grant()).thenCompose(stream -> {
                            stream.wanted();
                            return answer.to(new Exchange(ctx, context, ticket, stream, name));
                        }))
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                context.runOnContext(_ -> refuse(ctx.response(), refusalFor(failure)));
                            }
                        });
        }
    }

    private CompletionStage<Ticket> admitted(HttpServerRequest http, MediaRequest request) {
        String address = http.connection().remoteAddress().hostAddress();
        if (request.token().isPresent() && forged.mustWait(address, System.currentTimeMillis())) {
            return refused(Code.SLOW_DOWN, "Too many forged grants came from your address.");
        }
        return switch (meter.ticket(request.token(), request.named(), request.stream(), request.rendition())) {
            case Admission.Refused refused -> {
                forged.refused(address, refused.refusal().code(), System.currentTimeMillis());
                yield CompletableFuture.failedFuture(new RefusedException(refused.refusal()));
            }
            case Admission.Admitted admitted -> paid(admitted.ticket(), request);
        };
    }

    private CompletionStage<Ticket> paid(Ticket ticket, MediaRequest request) {
        if (request.receipt().isEmpty()) {
            return CompletableFuture.completedFuture(ticket);
        }
        return meter.pay(ticket, request.receipt().get()).thenCompose(refusal -> {
            if (refusal.isPresent()) {
                return CompletableFuture.failedFuture(new RefusedException(refusal.get()));
            }
            metrics.receiptTaken();
            return CompletableFuture.completedFuture(ticket);
        });
    }

    private CompletionStage<?> multivariant(Exchange exchange) {
        return awaited(exchange, exchange.stream()::isPlayable)
                .thenAccept(_ -> exchange.context().runOnContext(_ -> {
                    String text =
                            MultivariantPlaylist.of(exchange.stream().offer().renditions(), exchange.uriSuffix());
                    sendPlaylist(exchange.ctx().response(), Buffer.buffer(text));
                }));
    }

    private CompletionStage<?> playlist(Exchange exchange) {
        Optional<Position> wanted;
        try {
            wanted = BlockingReload.wanted(exchange.ctx().request());
        } catch (IllegalArgumentException e) {
            return refused(Code.MALFORMED, String.valueOf(e.getMessage()));
        }
        RingView view = exchange.ring().view();
        if (wanted.isPresent()
                && !view.isEmpty()
                && wanted.get().sequence() > view.next().sequence() + MAX_SEGMENTS_AHEAD) {
            return refused(
                    Code.MALFORMED,
                    "_HLS_msn is too far ahead; the next is " + view.next().sequence() + ".");
        }
        Predicate<RingView> enough = wanted.<Predicate<RingView>>map(position -> now -> now.lists(position))
                .orElse(exchange.stream()::isPlayable);
        return awaited(exchange, enough)
                .thenAccept(now -> exchange.context()
                        .runOnContext(_ -> sendPlaylist(
                                exchange.ctx().response(), playlists.of(exchange.ring(), now, exchange.uriSuffix()))));
    }

    private CompletionStage<?> manifest(Exchange exchange) {
        return found(exchange)
                .thenAccept(found -> exchange.context()
                        .runOnContext(_ -> exchange.ctx()
                                .response()
                                .putHeader("Content-Type", "application/octet-stream")
                                .putHeader("Cache-Control", "no-store")
                                .end(Buffer.buffer(found.manifest().wire()))));
    }

    private CompletionStage<?> media(Exchange exchange) {
        return found(exchange).thenAccept(found -> exchange.context().runOnContext(_ -> sendPaid(exchange, found)));
    }

    /** A body and the manifest that is of it. */
    private record Found(SignedManifest manifest, Body body) {
        Found(StoredPiece piece) {
            this(piece.signed(), piece.body());
        }
    }

    private CompletionStage<Found> found(Exchange exchange) {
        Optional<MediaName> name = MediaName.parse(exchange.name());
        if (name.isEmpty()) {
            return refused(Code.NOT_FOUND, "There is nothing at this address.");
        }
        return switch (name.get()) {
            case MediaName.Init init ->
                Optional.ofNullable(exchange.ring().view().inits().get(init.epoch()))
                        .map(Found::new)
                        .map(RelayRoutes::found)
                        .orElseGet(RelayRoutes::gone);
            case MediaName.Part part ->
                inRange(exchange, part.position())
                        .thenCompose(view -> view.part(part.position())
                                .map(Found::new)
                                .map(RelayRoutes::found)
                                .orElseGet(RelayRoutes::gone));
            case MediaName.Whole whole ->
                inRange(exchange, Position.wholeSegment(whole.sequence()))
                        .thenCompose(view -> view.segment(whole.sequence())
                                .flatMap(RelayRoutes::whole)
                                .map(RelayRoutes::found)
                                .orElseGet(RelayRoutes::gone));
        };
    }

    private static Optional<Found> whole(Segment segment) {
        return segment.ended().map(manifest -> new Found(manifest, segment.body()));
    }

    private static CompletionStage<Found> found(Found found) {
        return CompletableFuture.completedFuture(found);
    }

    private static CompletionStage<Found> gone() {
        return CompletableFuture.failedFuture(new RefusedException(GONE));
    }

    /** Waits for what comes next; what is further ahead than that is not there. */
    private CompletionStage<RingView> inRange(Exchange exchange, Position position) {
        if (position.sequence() < exchange.ticket().grant().fromSequence()
                || position.sequence() > exchange.ticket().grant().toSequence()) {
            return refused(Code.GRANT_WRONG_STREAM, "The grant is for another range of segments.");
        }
        RingView view = exchange.ring().view();
        Position next = view.next();
        boolean comesNext = position.sequence() == next.sequence()
                && (position.part() <= next.part() || position.part() == Position.WHOLE);
        if (view.hasReached(position)) {
            return CompletableFuture.completedFuture(view);
        }
        return comesNext || view.isEmpty() || isEnding(view, position)
                ? awaited(exchange, position)
                : refused(Code.NOT_FOUND, "This is not here yet; reload the playlist.");
    }

    /** Whether it is the segment whose last part is here already and whose manifest is about to come. */
    private static boolean isEnding(RingView view, Position position) {
        return position.part() == Position.WHOLE
                && position.sequence() == view.segments().getLast().sequence();
    }

    private CompletionStage<RingView> awaited(Exchange exchange, Position position) {
        return awaited(exchange, view -> view.hasReached(position));
    }

    private CompletionStage<RingView> awaited(Exchange exchange, Predicate<RingView> wanted) {
        CompletableFuture<RingView> result = exchange.ring().await(wanted);
        if (!result.isDone()) {
            exchange.ctx().response().closeHandler(_ -> result.cancel(false));
            result.orTimeout(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        }
        return result.exceptionallyCompose(failure -> exchange.stream()
                .trouble()
                .<CompletionStage<RingView>>map(why -> refused(Code.NOT_READY, why))
                .orElseGet(() -> CompletableFuture.failedFuture(failure)));
    }

    private void sendPaid(Exchange exchange, Found found) {
        HttpServerResponse response = exchange.ctx().response();
        if (response.ended() || response.closed()) {
            return;
        }
        Body body = found.body();
        if (!body.hold()) {
            refuse(response, GONE);
            return;
        }
        Optional<Refusal> refusal = meter.charge(exchange.ticket(), body.length());
        if (refusal.isPresent()) {
            body.letGo();
            refuse(response, refusal.get());
            return;
        }
        metrics.served(body.length());
        response.putHeader("Content-Type", "video/mp4")
                .putHeader(SignedManifest.HEADER, found.manifest().header())
                .putHeader("Cache-Control", "no-store");
        BodyWriter.send(exchange.ctx().request(), body);
    }

    private static void sendPlaylist(HttpServerResponse response, Buffer text) {
        if (!response.ended() && !response.closed()) {
            response.putHeader("Content-Type", PLAYLIST_TYPE)
                    .putHeader("Cache-Control", "no-cache")
                    .end(text);
        }
    }

    private void refuse(HttpServerResponse response, Refusal refusal) {
        metrics.refused(refusal.code());
        Problem.send(response, refusal);
    }

    private static <T> CompletionStage<T> refused(Code code, String detail) {
        return CompletableFuture.failedFuture(new RefusedException(Refusal.of(code, detail)));
    }

    private static Refusal refusalFor(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case RefusedException refused -> refused.refusal();
            case StreamUnavailableException e ->
                Refusal.of(e.retryable() ? Code.NOT_READY : Code.NOT_FOUND, String.valueOf(e.getMessage()));
            case RingClosedException e -> Refusal.of(Code.NOT_READY, String.valueOf(e.getMessage()));
            case TimeoutException _ -> Refusal.of(Code.NOT_READY, "Nothing came in " + MAX_WAIT_MILLIS / 1000 + " s.");
            case CancellationException _ -> Refusal.of(Code.NOT_READY, "The receiver has gone.");
            default -> {
                System.getLogger(RelayRoutes.class.getName())
                        .log(System.Logger.Level.ERROR, "a request could not be served", cause);
                yield Refusal.of(Code.NOT_READY, "This box cannot serve it now; its log says why.");
            }
        };
    }

    private static void allowAnyOrigin(HttpServerResponse response) {
        response.putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Expose-Headers", SignedManifest.HEADER + ", Retry-After")
                .putHeader("Timing-Allow-Origin", "*");
    }

    private static HttpServerResponse allowMethods(HttpServerResponse response) {
        return response.putHeader("Access-Control-Allow-Methods", "GET, OPTIONS")
                .putHeader("Access-Control-Allow-Headers", "SKYV-Receipt, Range")
                .putHeader("Access-Control-Max-Age", "86400");
    }
}
