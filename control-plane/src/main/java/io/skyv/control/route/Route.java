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

    /** Who serves a relay: the source, as long as trees are one level high. Never the relay itself. */
    public static Optional<BoxId> toRelay(BoxId relay, BoxId source, Collection<Candidate> online, Set<BoxId> avoid) {
        return relay.equals(source) ? Optional.empty() : sourceOf(source, online, avoid);
    }

    private static Optional<BoxId> sourceOf(BoxId source, Collection<Candidate> online, Set<BoxId> avoid) {
        return online.stream()
                .map(Candidate::box)
                .filter(source::equals)
                .filter(box -> !avoid.contains(box))
                .findFirst();
    }
}
