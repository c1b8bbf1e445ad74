package io.skyv.box.upstream;

import io.skyv.box.segment.Piece;
import io.skyv.box.segment.PieceSink;
import io.skyv.box.store.Position;
import io.skyv.box.upstream.ParentException.Reason;
import io.skyv.proto.manifest.SignedManifest;

/**
 * Follows one parent from one position on, part by part. The request for the part that comes next waits at the parent, so
 * each arrives as soon as it is there.
 */
final class ParentFeed {
    private final ParentBox parent;
    private final PieceCheck check;
    private final PieceSink sink;
    private final UpstreamMetrics metrics;
    private final ExpectedSize expected = new ExpectedSize();
    private Position next;

    ParentFeed(ParentBox parent, PieceCheck check, PieceSink sink, UpstreamMetrics metrics, Position start) {
        this.parent = parent;
        this.check = check;
        this.sink = sink;
        this.metrics = metrics;
        this.next = start;
    }

    /** The same feed, from another parent: what is signed is the source's, whoever sends it. */
    ParentFeed from(ParentBox other) {
        return new ParentFeed(other, check, sink, metrics, next);
    }

    /** Where it goes on after {@link #step}. */
    Position next() {
        return next;
    }

    long expectedBytes() {
        return expected.bytes();
    }

    /** Gets the next part, and what belongs before and after it. Fails without having moved on. */
    void step() throws ParentException, BadPieceException, InterruptedException {
        ParentBox.Fetched fetched = nextPart();
        SignedManifest signed = fetched.manifest();
        if (signed.manifest().epoch() != check.epoch()) {
            beginEpoch(signed.manifest().epoch());
        }
        Piece part = check.part(signed, fetched.body(), next.sequence(), next.part());
        expected.came(part.body().length);
        metrics.received(part.body().length);
        sink.part(part);
        next = new Position(next.sequence(), next.part() + 1);
        if (part.manifest().last()) {
            endSegment();
        }
    }

    private ParentBox.Fetched nextPart() throws ParentException, BadPieceException, InterruptedException {
        try {
            return parent.media(next.sequence() + "." + next.part() + ".m4s", expected.bytes());
        } catch (ParentException e) {
            if (e.reason() != Reason.NOT_THERE || next.part() == 0) {
                throw e;
            }
            endSegment(); // the source's encoding broke off: the segment ends with the parts it has
            return parent.media(next.sequence() + ".0.m4s", expected.bytes());
        }
    }

    private void beginEpoch(long epoch) throws ParentException, BadPieceException, InterruptedException {
        String name = "init-" + epoch + ".mp4";
        ParentBox.Fetched fetched = parent.media(name, expected.bytes());
        metrics.received(fetched.body().length);
        sink.init(check.init(fetched.manifest(), fetched.body(), epoch));
    }

    private void endSegment() throws ParentException, BadPieceException, InterruptedException {
        sink.segmentEnd(check.segment(parent.manifest(next.sequence() + ".m4s")));
        next = new Position(next.sequence() + 1, 0);
    }
}
