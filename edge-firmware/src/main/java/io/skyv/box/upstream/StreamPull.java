package io.skyv.box.upstream;

import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.Position;
import io.skyv.box.store.RingView;
import io.skyv.box.upstream.ParentException.Reason;
import io.skyv.box.upstream.Parents.Parent;
import io.skyv.proto.id.BoxId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Carries one stream for as long as somebody wants it: gets it from a parent, and from another one when that fails. A
 * plain blocking loop on a virtual thread of its own.
 */
final class StreamPull implements Runnable, AutoCloseable {
    /** Failures in a row after which a parent is avoided. */
    private static final int MAX_FAILURES = 3;

    private static final long FIRST_BACKOFF_MILLIS = 250;
    private static final long MAX_BACKOFF_MILLIS = 5_000;

    /** A new grant is asked for while the old one still lasts so long. */
    private static final long RENEW_BEFORE_MILLIS = 60_000;

    /** A parent that is so little behind the last one is waited for. */
    private static final long MAX_SEGMENTS_BEHIND = 5;

    private static final Logger LOG = System.getLogger(StreamPull.class.getName());

    private final CarriedStream stream;
    private final Parents parents;
    private final HttpClient http;
    private final UpstreamMetrics metrics;
    private final long lingerMillis;
    private final Clock clock;
    private final Consumer<StreamPull> onEnd;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<BoxId> avoided = new HashSet<>();
    private Parent parent;
    private Optional<ParentFeed> current = Optional.empty();
    private int failures;

    StreamPull(
            CarriedStream stream,
            Parent first,
            Parents parents,
            HttpClient http,
            UpstreamMetrics metrics,
            long lingerMillis,
            Clock clock,
            Consumer<StreamPull> onEnd) {
        this.stream = stream;
        this.parent = first;
        this.parents = parents;
        this.http = http;
        this.metrics = metrics;
        this.lingerMillis = lingerMillis;
        this.clock = clock;
        this.onEnd = onEnd;
    }

    CarriedStream stream() {
        return stream;
    }

    @Override
    public void run() {
        try {
            while (isWanted()) {
                try {
                    follow();
                } catch (BadPieceException e) {
                    metrics.badPiece();
                    LOG.log(
                            Level.WARNING,
                            "{0}: {1} sent something wrong and is avoided from now on. {2}",
                            stream.id(),
                            parent.box(),
                            e.getMessage());
                    avoided.add(parent.box());
                    changeParent();
                } catch (ParentException e) {
                    failed(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            LOG.log(Level.INFO, "{0}: not carried any more", stream.id());
            onEnd.accept(this);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private boolean isWanted() {
        return closed.getCount() > 0 && clock.millis() - stream.lastWantedMillis() < lingerMillis;
    }

    private void follow() throws ParentException, BadPieceException, InterruptedException {
        ParentBox box =
                new ParentBox(http, parent.grant().servingUrl(), parent.grant().grant(), parent.wallet());
        ParentFeed feed = goOnOrBegin(box);
        current = Optional.of(feed);
        while (isWanted()) {
            feed.step();
            failures = 0;
            if (mustRenew(feed.expectedBytes())) {
                changeParent();
                return;
            }
        }
    }

    /** Goes on where the last parent left off, if this one has that; else begins anew. */
    private ParentFeed goOnOrBegin(ParentBox box) throws ParentException, InterruptedException {
        ParentPlaylist playlist = ParentPlaylist.parse(box.playlist())
                .orElseThrow(() -> new ParentException(Reason.NOT_READY, "the parent's playlist has no parts yet"));
        if (current.isPresent()) {
            Position next = current.get().next();
            if (playlist.has(next)) {
                LOG.log(Level.INFO, "{0}: goes on from {1}", stream.id(), parent.box());
                return current.get().from(box);
            }
            if (playlist.hint().sequence() + MAX_SEGMENTS_BEHIND > next.sequence() && playlist.isAhead(next)) {
                throw new ParentException(Reason.NOT_READY, "the parent is a little behind");
            }
        }
        Position start = beginning(playlist);
        LOG.log(
                Level.INFO,
                "{0}: carried from {1} at {2}, from segment {3} on",
                stream.id(),
                parent.box(),
                parent.grant().servingUrl(),
                Long.toString(start.sequence()));
        stream.livePosition(playlist.hint());
        PieceCheck check = new PieceCheck(
                stream.id(), stream.rendition(), parent.grant().stream().manifestKey());
        return new ParentFeed(box, check, stream.ring(), metrics, start);
    }

    /** Where the parent says, but never before what the ring has: readers know the stream by its numbers. */
    private Position beginning(ParentPlaylist playlist) {
        RingView view = stream.ring().view();
        long afterRing = view.isEmpty() ? 0 : view.segments().getLast().sequence() + 1;
        return new Position(Math.max(playlist.start().sequence(), afterRing), 0);
    }

    private boolean mustRenew(long expectedBytes) {
        Wallet wallet = parent.wallet();
        boolean expires = wallet.grant().expiresAtMillis() - clock.millis() < RENEW_BEFORE_MILLIS;
        return expires || !wallet.covers(4 * expectedBytes);
    }

    private void failed(ParentException e) throws InterruptedException {
        failures++;
        LOG.log(Level.WARNING, "{0}: {1}; attempt {2}", stream.id(), e.getMessage(), failures);
        if (e.reason() == Reason.NOT_THERE) {
            current = Optional.empty();
        }
        if (e.reason() == Reason.GRANT_REFUSED) {
            changeParent();
        } else if (failures >= MAX_FAILURES && e.reason() != Reason.NOT_READY) {
            avoided.add(parent.box());
            changeParent();
        }
        pause();
    }

    private void changeParent() throws InterruptedException {
        metrics.parentLost();
        try {
            parent = parents.request(stream.id(), stream.rendition(), Set.copyOf(avoided))
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: no other parent: {1}; the old one is tried again",
                    stream.id(),
                    String.valueOf(e.getCause()));
            avoided.clear();
            failures++;
            pause();
        }
    }

    private void pause() throws InterruptedException {
        long millis = Math.min(FIRST_BACKOFF_MILLIS << Math.min(failures, 10), MAX_BACKOFF_MILLIS);
        var _ = closed.await(millis, TimeUnit.MILLISECONDS);
    }
}
