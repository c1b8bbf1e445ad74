package io.skyv.box.store;

import io.skyv.box.uplink.StreamOffer;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import java.time.Clock;
import java.util.Optional;

/**
 * A stream that this box has, as its source or as a relay, with the ring of its one rendition. (More renditions come
 * with transcoding.)
 */
public final class CarriedStream {
    private final StreamId id;
    private final RenditionName rendition;
    private final LiveRing ring;
    private final Clock clock;
    private volatile StreamOffer offer;
    private volatile Position livePosition = new Position(0, 0);
    private volatile long lastWantedMillis;
    private volatile Optional<String> trouble = Optional.empty();

    /** @param clock for how long it is not wanted */
    public CarriedStream(StreamId id, RenditionName rendition, LiveRing ring, StreamOffer offer, Clock clock) {
        this.id = id;
        this.rendition = rendition;
        this.ring = ring;
        this.offer = offer;
        this.clock = clock;
        this.lastWantedMillis = clock.millis();
    }

    public StreamId id() {
        return id;
    }

    public RenditionName rendition() {
        return rendition;
    }

    public LiveRing ring() {
        return ring;
    }

    public Optional<LiveRing> ring(RenditionName name) {
        return rendition.equals(name) ? Optional.of(ring) : Optional.empty();
    }

    /** What its source says of it. */
    public StreamOffer offer() {
        return offer;
    }

    public void offer(StreamOffer newOffer) {
        offer = newOffer;
    }

    /**
     * Whether a player can begin with what {@code view} has: a whole segment, because players wait long for the second
     * playlist if the first has none, and all that was there when the relay began, because who begins before would begin late
     * and stay so.
     */
    public boolean isPlayable(RingView view) {
        return view.hasWholeSegment() && view.extendsTo(livePosition);
    }

    /** Where the next part was to be expected when this box began to carry the stream. */
    public void livePosition(Position position) {
        livePosition = position;
    }

    /** A receiver has just asked for something of it. */
    public void wanted() {
        lastWantedMillis = clock.millis();
    }

    /** For how long nobody has asked for anything of it, in milliseconds. */
    public long unwantedMillis() {
        return clock.millis() - lastWantedMillis;
    }

    /** Why nothing new comes just now, for those who ask for it; empty where all is well. */
    public Optional<String> trouble() {
        return trouble;
    }

    public void trouble(Optional<String> why) {
        trouble = why;
    }
}
