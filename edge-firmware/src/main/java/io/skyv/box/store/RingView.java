package io.skyv.box.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a ring held at one moment. Never changed, so readers need no lock.
 *
 * @param segments consecutive sequence numbers, oldest first; only the last may still grow
 * @param inits by epoch
 */
public record RingView(List<Segment> segments, Map<Long, StoredPiece> inits) {
    static final RingView EMPTY = new RingView(List.of(), Map.of());

    public RingView {
        segments = List.copyOf(segments);
        inits = Map.copyOf(inits);
    }

    public boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Of all bodies of segments. */
    public long sizeBytes() {
        return segments.stream().mapToLong(Segment::sizeBytes).sum();
    }

    /** Whether there is a segment that is complete. */
    public boolean hasWholeSegment() {
        return segments.stream().anyMatch(segment -> segment.ended().isPresent());
    }

    public Optional<Segment> segment(long sequence) {
        if (isEmpty()) {
            return Optional.empty();
        }
        long index = sequence - segments.getFirst().sequence();
        return index < 0 || index >= segments.size() ? Optional.empty() : Optional.of(segments.get((int) index));
    }

    public Optional<StoredPiece> part(Position position) {
        return segment(position.sequence())
                .filter(segment -> position.part() < segment.parts().size())
                .map(segment -> segment.parts().get(position.part()));
    }

    /** Where the next part will be: a segment's last part says so itself. */
    public Position next() {
        if (isEmpty()) {
            return new Position(0, 0);
        }
        Segment newest = segments.getLast();
        boolean complete = newest.ended().isPresent()
                || newest.parts().getLast().manifest().last();
        return complete
                ? new Position(newest.sequence() + 1, 0)
                : new Position(newest.sequence(), newest.parts().size());
    }

    /** Whether all is here, or has been, that comes before {@code position}. */
    boolean extendsTo(Position position) {
        Position next = next();
        return next.sequence() > position.sequence()
                || (next.sequence() == position.sequence() && next.part() >= position.part());
    }

    /** Whether the part, or the whole segment with its manifest, is here or has been. */
    public boolean hasReached(Position position) {
        if (isEmpty()) {
            return false;
        }
        Segment newest = segments.getLast();
        if (position.part() == Position.WHOLE) {
            return position.sequence() < newest.sequence()
                    || (position.sequence() == newest.sequence()
                            && newest.ended().isPresent());
        }
        Position next = next();
        return position.sequence() < next.sequence()
                || (position.sequence() == next.sequence() && position.part() < next.part());
    }

    /**
     * Whether a playlist that is to have {@code position} can be sent. A part beyond its segment's last one means the
     * first part of the next segment (RFC 8216bis §6.2.5.2): who asks did not know yet that the segment was complete.
     */
    public boolean lists(Position position) {
        boolean beyondItsSegment = position.part() != Position.WHOLE
                && segment(position.sequence())
                        .filter(segment -> position.part() >= segment.parts().size())
                        .isPresent();
        return beyondItsSegment ? segments.getLast().sequence() > position.sequence() : hasReached(position);
    }
}
