package io.skyv.control.route;

import io.skyv.proto.id.BoxId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Chooses the serving box. */
public final class Route {
    private static final Comparator<Candidate> LEAST_BUSY =
            Comparator.comparingInt(Candidate::openGrants).thenComparing(Candidate::box);

    private Route() {}

    /**
     * Who serves a viewer: the least busy relay, equally busy ones in order of their ids, so that the source's uplink
     * is spared; without a relay the source itself.
     *
     * @param avoid boxes that failed this receiver
     */
    public static Optional<BoxId> toViewer(BoxId source, Collection<Candidate> online, Set<BoxId> avoid) {
        return online.stream()
                .filter(candidate -> candidate.relays() && !candidate.box().equals(source))
                .filter(candidate -> !avoid.contains(candidate.box()))
                .min(LEAST_BUSY)
                .map(Candidate::box)
                .or(() -> sourceOf(source, online, avoid));
    }

    /**
     * Who serves a relay: the source; to one that cannot reach it, the least busy relay that gets the stream from the
     * source itself. So a tree has two levels at most and no circle. Never the relay itself.
     *
     * @param fromSource relays that get this stream from its source
     */
    public static Optional<BoxId> toRelay(
            BoxId relay, BoxId source, Collection<Candidate> online, Set<BoxId> avoid, Set<BoxId> fromSource) {
        if (relay.equals(source)) {
            return Optional.empty();
        }
        return sourceOf(source, online, avoid)
                .or(() -> online.stream()
                        .filter(candidate -> candidate.relays() && fromSource.contains(candidate.box()))
                        .filter(candidate -> !candidate.box().equals(relay) && !avoid.contains(candidate.box()))
                        .min(LEAST_BUSY)
                        .map(Candidate::box));
    }

    private static Optional<BoxId> sourceOf(BoxId source, Collection<Candidate> online, Set<BoxId> avoid) {
        return online.stream()
                .map(Candidate::box)
                .filter(source::equals)
                .filter(box -> !avoid.contains(box))
                .findFirst();
    }
}
