package io.skyv.control.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.fleet.Fleet;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.ledger.store.DurableLedger;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import io.skyv.v1.StreamOffer;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every stream that was ever offered; answers from memory, keeps what it is told before it answers with it. */
@ApplicationScoped
public class StreamRegistry {
    /** Streams that one box may have, ended ones included. */
    public static final int MAX_STREAMS_PER_BOX = 64;

    private final Map<StreamId, Stream> streams = new ConcurrentHashMap<>();
    private final StreamStore store;
    private final Fleet fleet;
    private final LedgerPort ledger;

    StreamRegistry(StreamStore store, Fleet fleet, LedgerPort ledger, MeterRegistry metrics) {
        this.store = store;
        this.fleet = fleet;
        this.ledger = ledger;
        Gauge.builder("skyv_streams_live", this, registry -> registry.live().size())
                .description("streams that their source has now")
                .register(metrics);
    }

    void start(@Observes @Priority(DurableLedger.STARTUP_PRIORITY + 1) StartupEvent event) {
        load();
        ledger.whenWriting(this::load);
    }

    private void load() {
        try {
            VertxContextSupport.subscribeAndAwait(store::all).forEach(stream -> streams.put(stream.id(), stream));
        } catch (Throwable e) {
            throw new IllegalStateException("the streams cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * {@code box} has this stream now. Said again after each reconnect.
     *
     * @return fails with {@link StreamRefusedException} if the stream is not the box's, cannot be, or is one too many
     */
    public Uni<Void> offer(BoxId box, StreamOffer offer) {
        Stream stream;
        try {
            stream = StreamOffers.read(box, offer);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().failure(new StreamRefusedException(String.valueOf(e.getMessage()), e));
        }
        Stream known = streams.get(stream.id());
        if (stream.equals(known)) {
            return Uni.createFrom().voidItem();
        }
        if (known == null && countOf(box) >= MAX_STREAMS_PER_BOX) {
            return Uni.createFrom()
                    .failure(new StreamRefusedException("a box has at most " + MAX_STREAMS_PER_BOX + " streams"));
        }
        return keep(stream);
    }

    /** No more of this stream will come. A stream that is not the box's is left alone. */
    public Uni<Void> end(BoxId box, StreamId id) {
        Stream stream = streams.get(id);
        return stream == null || stream.ended() || !stream.box().equals(box)
                ? Uni.createFrom().voidItem()
                : keep(stream.end());
    }

    public Optional<Stream> find(StreamId id) {
        return Optional.ofNullable(streams.get(id));
    }

    /** Whether it can be had now: a source that was started anew does not have it before its camera delivers again. */
    public boolean isLive(Stream stream) {
        return !stream.ended() && fleet.offers(stream.box(), stream.id());
    }

    /** Streams that can be had now, in order of their ids. */
    public List<Stream> live() {
        return all().stream().filter(this::isLive).toList();
    }

    /** All that have not ended, in order of their ids. */
    public List<Stream> all() {
        return streams.values().stream()
                .filter(stream -> !stream.ended())
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
    }

    /** Whether the box has a stream that has not ended. */
    public boolean isSource(BoxId box) {
        return streams.values().stream()
                .anyMatch(stream -> !stream.ended() && stream.box().equals(box));
    }

    private Uni<Void> keep(Stream stream) {
        return store.keep(stream).invoke(() -> streams.put(stream.id(), stream));
    }

    private long countOf(BoxId box) {
        return streams.values().stream()
                .filter(stream -> stream.box().equals(box))
                .count();
    }
}
