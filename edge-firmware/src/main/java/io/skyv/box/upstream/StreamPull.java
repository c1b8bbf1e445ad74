package io.skyv.box.upstream;

import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.Position;
import io.skyv.box.store.RingView;
import io.skyv.box.uplink.GrantRefusedException;
import io.skyv.box.upstream.ParentException.Reason;
import io.skyv.box.upstream.Parents.Parent;
import io.skyv.proto.id.BoxId;
import java.io.UncheckedIOException;
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
import org.jspecify.annotations.Nullable;

/**
 * Carries one stream for as long as somebody wants it: gets it from a parent, and from another one when that fails. A
 * plain blocking loop on a virtual thread of its own.
 */
final class StreamPull implements Runnable, AutoCloseable {
    /** Failures in a row after which a parent is avoided. */
    private static final int MAX_FAILURES = 2;

    private static final long FIRST_BACKOFF_MILLIS = 250;
    private static final long MAX_BACKOFF_MILLIS = 5_000;

    /** Each new grant binds money of this box's owner: one that is refused again is not asked for so soon. */
    private static final long MAX_REFUSED_BACKOFF_MILLIS = 30_000;

    /** A new grant is asked for while the old one still lasts so long. */
    private static final long RENEW_BEFORE_MILLIS = 60_000;

    /** Where there is no new grant, it is asked for again after this, while the old one lasts. */
    private static final long RENEW_AGAIN_MILLIS = 5_000;

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
    private boolean stalled;
    private boolean alone;
    private long renewAfterMillis;

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
                    altered(e);
                } catch (ParentException e) {
                    failed(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            LOG.log(Level.ERROR, "{0}: there is no place to put it: {1}", stream.id(), e.getMessage());
        } finally {
            if (stalled) {
                metrics.resumes();
            }
            LOG.log(Level.INFO, "{0}: not carried any more", stream.id());
            onEnd.accept(this);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private boolean isWanted() {
        return closed.getCount() > 0 && stream.unwantedMillis() < lingerMillis;
    }

    private void follow() throws ParentException, BadPieceException, InterruptedException {
        ParentBox box =
                new ParentBox(http, parent.grant().servingUrl(), parent.grant().grant(), parent.wallet());
        ParentFeed feed = goOnOrBegin(box);
        current = Optional.of(feed);
        while (isWanted()) {
            feed.step();
            failures = 0;
            goesOn();
            if (mustRenew(feed.expectedBytes()) && renewed()) {
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
        if (clock.millis() < renewAfterMillis) {
            return false;
        }
        boolean expires = wallet.grant().expiresAtMillis() - clock.millis() < RENEW_BEFORE_MILLIS;
        return expires || !wallet.covers(4 * expectedBytes);
    }

    private void altered(BadPieceException e) throws InterruptedException {
        metrics.badPiece();
        metrics.parentAltered();
        stalls("the box it came from sent something wrong");
        LOG.log(
                Level.WARNING,
                "{0}: {1} sent something wrong and is avoided from now on. {2}",
                stream.id(),
                parent.box(),
                e.getMessage());
        avoided.add(parent.box());
        changeParent();
    }

    private void failed(ParentException e) throws InterruptedException {
        failures++;
        metrics.failed();
        if (failures == 1) {
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} fails ({2}) and is tried again",
                    stream.id(),
                    parent.box(),
                    e.getMessage());
        }
        stalls(e.getMessage());
        if (e.reason() == Reason.NOT_THERE) {
            current = Optional.empty();
        }
        if (isGivenUp(e.reason())) {
            giveUp(e.reason());
        }
        pause(e.reason() == Reason.GRANT_REFUSED ? MAX_REFUSED_BACKOFF_MILLIS : MAX_BACKOFF_MILLIS);
    }

    /** Who makes the stream is waited for; who only passes it on has lost it as this box has. */
    private boolean isGivenUp(Reason reason) {
        return switch (reason) {
            case GRANT_REFUSED -> true;
            case NOT_READY -> failures >= MAX_FAILURES && !parentIsSource();
            case NOT_THERE, UNREACHABLE, PROTOCOL -> failures >= MAX_FAILURES;
        };
    }

    private boolean parentIsSource() {
        return stream.id().value().startsWith(parent.box() + ".");
    }

    private void giveUp(Reason reason) throws InterruptedException {
        metrics.parentLost(reason);
        if (reason != Reason.GRANT_REFUSED || failures > MAX_FAILURES) {
            avoided.add(parent.box());
        }
        changeParent();
    }

    /** Before the grant ends; whoever failed once may be asked again. */
    private boolean renewed() throws InterruptedException {
        avoided.clear();
        boolean renewed = changeParent();
        if (renewed) {
            metrics.renewed();
        } else {
            renewAfterMillis = clock.millis() + RENEW_AGAIN_MILLIS;
        }
        return renewed;
    }

    /** @return false if there is no grant now: what is left of the old one goes on */
    private boolean changeParent() throws InterruptedException {
        try {
            parent = parents.request(stream.id(), stream.rendition(), Set.copyOf(avoided))
                    .toCompletableFuture()
                    .get();
            alone = false;
            return true;
        } catch (ExecutionException e) {
            refused(
                    e.getCause() instanceof GrantRefusedException refused
                            ? refused.reason()
                            : GrantRefusedException.Reason.MALFORMED,
                    e.getCause());
            return false;
        }
    }

    private void refused(GrantRefusedException.Reason reason, @Nullable Throwable cause) {
        String why = cause == null ? "" : String.valueOf(cause.getMessage());
        metrics.grantRefused(reason);
        if (!alone) {
            LOG.log(
                    Level.WARNING,
                    "{0}: no grant for a parent ({1}); {2} is kept to for as long as its grant lasts, and asked again",
                    stream.id(),
                    why,
                    parent.box());
        }
        alone = true;
        if (stalled) {
            stalls(why);
        }
        avoided.clear();
    }

    /** For viewers who ask meanwhile, and for operators. */
    private void stalls(@Nullable String why) {
        if (!stalled) {
            metrics.stalls();
        }
        stalled = true;
        stream.trouble(Optional.of("This box has lost the one it gets the stream from and looks for another: " + why));
    }

    private void goesOn() {
        if (stalled) {
            metrics.resumes();
            stream.trouble(Optional.empty());
            LOG.log(Level.INFO, "{0}: goes on", stream.id());
        }
        stalled = false;
        alone = false;
    }

    private void pause(long maxMillis) throws InterruptedException {
        long millis = Math.min(FIRST_BACKOFF_MILLIS << Math.min(failures, 10), maxMillis);
        var _ = closed.await(millis, TimeUnit.MILLISECONDS);
    }
}
