package io.skyv.box.store;

import io.skyv.box.segment.Piece;
import io.skyv.box.segment.PieceSink;
import io.skyv.proto.manifest.SignedManifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The newest segments of one rendition, in memory. One writer; any number of readers, who see a {@link RingView} and can
 * wait for what is about to come. What waits is bounded, and is told when it has come or when the ring is closed.
 */
public final class LiveRing implements PieceSink, AutoCloseable {
    /** Readers that may wait at once; a further one is refused. */
    public static final int MAX_WAITERS = 20_000;

    /** Segments kept however small they are. */
    public static final int MAX_SEGMENTS = 64;

    private static final int MIN_SEGMENTS = 3;

    private record Waiter(Predicate<RingView> wanted, CompletableFuture<RingView> result) {}

    private final LongSupplier maxBytes;
    private final AtomicLong lingeringBytes;
    private final Runnable onClose;
    private final Object writing = new Object();
    private volatile RingView view = RingView.EMPTY;
    private List<Waiter> waiters = new ArrayList<>();
    private volatile boolean closed;

    /** @param maxBytes bound on the bodies that are kept; the three newest segments are kept in any case */
    public LiveRing(long maxBytes) {
        this(() -> maxBytes, new AtomicLong(), () -> {});
    }

    /**
     * @param lingeringBytes has added what this ring dropped and readers still hold
     * @param onClose run once
     */
    LiveRing(LongSupplier maxBytes, AtomicLong lingeringBytes, Runnable onClose) {
        this.maxBytes = maxBytes;
        this.lingeringBytes = lingeringBytes;
        this.onClose = onClose;
    }

    public RingView view() {
        return view;
    }

    @Override
    public void init(Piece init) {
        synchronized (writing) {
            if (closed) {
                return;
            }
            MemoryFile file = MemoryFile.create(lingeringBytes);
            StoredPiece stored = new StoredPiece(init.signed(), file.append(init.body()));
            Map<Long, StoredPiece> inits = new HashMap<>(view.inits());
            StoredPiece before = inits.put(init.manifest().epoch(), stored);
            view = new RingView(view.segments(), inits);
            if (before != null) {
                before.body().file().drop();
            }
        }
    }

    @Override
    public void part(Piece part) {
        synchronized (writing) {
            if (!closed) {
                publish(bounded(withPart(part)));
            }
        }
    }

    @Override
    public void segmentEnd(SignedManifest manifest) {
        synchronized (writing) {
            List<Segment> segments = new ArrayList<>(view.segments());
            if (!closed
                    && !segments.isEmpty()
                    && segments.getLast().sequence() == manifest.manifest().sequence()) {
                segments.set(segments.size() - 1, segments.getLast().endedBy(manifest));
                publish(segments);
            }
        }
    }

    /** Completes when {@link RingView#hasReached} says so of {@code position}, as {@link #await(Predicate)} does. */
    public CompletableFuture<RingView> await(Position position) {
        return await(now -> now.hasReached(position));
    }

    /**
     * Completes with the first view that is {@code wanted}; at once if the present one is. Completes exceptionally with
     * {@link RingClosedException} when nothing more will come, or when too many wait.
     */
    public CompletableFuture<RingView> await(Predicate<RingView> wanted) {
        synchronized (this) {
            if (wanted.test(view)) {
                return CompletableFuture.completedFuture(view);
            }
            if (closed) {
                return CompletableFuture.failedFuture(new RingClosedException("the stream has ended here"));
            }
            waiters.removeIf(waiter -> waiter.result().isDone());
            if (waiters.size() >= MAX_WAITERS) {
                return CompletableFuture.failedFuture(
                        new RingClosedException("more than " + MAX_WAITERS + " requests wait for this stream"));
            }
            CompletableFuture<RingView> result = new CompletableFuture<>();
            waiters.add(new Waiter(wanted, result));
            return result;
        }
    }

    @Override
    public void close() {
        List<Waiter> all;
        synchronized (writing) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                all = waiters;
                waiters = new ArrayList<>();
            }
            drop(view, RingView.EMPTY);
        }
        onClose.run();
        all.forEach(
                waiter -> waiter.result().completeExceptionally(new RingClosedException("the stream has ended here")));
    }

    private List<Segment> withPart(Piece part) {
        long sequence = part.manifest().sequence();
        List<Segment> segments = new ArrayList<>(view.segments());
        if (!segments.isEmpty() && segments.getLast().sequence() == sequence) {
            segments.set(segments.size() - 1, segments.getLast().with(part));
            return segments;
        }
        boolean follows = !segments.isEmpty()
                && segments.getLast().sequence() + 1 == sequence
                && segments.getLast().ended().isPresent();
        if (!follows) {
            segments.clear(); // a playlist lists only whole segments of consecutive numbers: what is before a gap goes
        }
        segments.add(Segment.begunBy(part, MemoryFile.create(lingeringBytes)));
        return segments;
    }

    private List<Segment> bounded(List<Segment> segments) {
        long bytes = segments.stream().mapToLong(Segment::sizeBytes).sum();
        long most = maxBytes.getAsLong();
        int drop = 0;
        while (segments.size() - drop > MIN_SEGMENTS && (bytes > most || segments.size() - drop > MAX_SEGMENTS)) {
            bytes -= segments.get(drop).sizeBytes();
            drop++;
        }
        return segments.subList(drop, segments.size());
    }

    private void publish(List<Segment> segments) {
        List<Waiter> reached = new ArrayList<>();
        RingView before = view;
        RingView now;
        synchronized (this) {
            Map<Long, StoredPiece> inits = new HashMap<>(before.inits());
            long oldestEpoch = segments.getFirst().epoch();
            inits.keySet().removeIf(epoch -> epoch < oldestEpoch);
            now = new RingView(segments, inits);
            view = now;
            List<Waiter> still = new ArrayList<>();
            for (Waiter waiter : waiters) {
                (waiter.wanted().test(now) ? reached : still).add(waiter);
            }
            waiters = still;
        }
        drop(before, now);
        reached.forEach(waiter -> waiter.result().complete(now));
    }

    /** Gives back the memory of what is in {@code before} and not in {@code now}, as soon as its readers have let go. */
    private static void drop(RingView before, RingView now) {
        for (Segment segment : before.segments()) {
            if (now.segment(segment.sequence())
                    .filter(kept -> kept.file() == segment.file())
                    .isEmpty()) {
                segment.file().drop();
            }
        }
        before.inits().forEach((epoch, init) -> {
            if (now.inits().get(epoch) != init) {
                init.body().file().drop();
            }
        });
    }
}
