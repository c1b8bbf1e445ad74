package io.skyv.box.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.relay.StreamFinder;
import io.skyv.box.relay.StreamUnavailableException;
import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.Catalogue;
import io.skyv.box.store.LiveRing;
import io.skyv.box.store.RingMemory;
import io.skyv.box.uplink.ControlPlane;
import io.skyv.box.uplink.GrantRefusedException;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.box.upstream.Parents.Parent;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.StreamId;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of others. A grant for one that this box does not have yet is the order to carry it: the control plane
 * would not have made it otherwise.
 */
public final class Relays implements StreamFinder, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final Catalogue catalogue;
    private final Parents parents;
    private final RingMemory memory;
    private final UpstreamSettings settings;
    private final UpstreamMetrics metrics;
    private final Clock clock;
    private final Clock steady;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final Map<StreamId, CompletableFuture<CarriedStream>> starting = new ConcurrentHashMap<>();
    private final Set<StreamPull> pulls = ConcurrentHashMap.newKeySet();

    /**
     * @param clock by which grants expire
     * @param steady one that nobody sets, for how long a stream is not wanted
     */
    public Relays(
            Catalogue catalogue,
            RingMemory memory,
            ControlPlane controlPlane,
            UpstreamSettings settings,
            MeterRegistry registry,
            Clock clock,
            Clock steady) {
        this.catalogue = catalogue;
        this.parents = new Parents(controlPlane, settings.grantBytes());
        this.memory = memory;
        this.settings = settings;
        this.metrics = new UpstreamMetrics(registry);
        this.clock = clock;
        this.steady = steady;
    }

    @Override
    public CompletionStage<CarriedStream> find(Grant grant) {
        Optional<CarriedStream> here = catalogue.find(grant.stream());
        if (here.isPresent()) {
            return CompletableFuture.completedFuture(here.get());
        }
        if (!settings.relays()) {
            return unavailable("This box does not make that stream now, and relays none.", false);
        }
        CompletableFuture<CarriedStream> underWay = starting.get(grant.stream());
        if (underWay != null) {
            return underWay;
        }
        if (!hasRoom()) {
            return unavailable("This box carries " + pulls.size() + " streams and takes no more.", true);
        }
        CompletableFuture<CarriedStream> begun = new CompletableFuture<>();
        CompletableFuture<CarriedStream> other = starting.putIfAbsent(grant.stream(), begun);
        if (other != null) {
            return other;
        }
        parents.request(grant.stream(), grant.rendition(), Set.of()).whenComplete((parent, failure) -> {
            starting.remove(grant.stream());
            if (failure != null) {
                metrics.grantRefused(reason(failure));
                begun.completeExceptionally(asUnavailable(failure));
            } else {
                carry(grant, parent)
                        .ifPresentOrElse(
                                begun::complete,
                                () -> begun.completeExceptionally(new StreamUnavailableException(
                                        "This box has no memory for another stream.", true)));
            }
        });
        return begun;
    }

    @Override
    public void close() {
        pulls.forEach(StreamPull::close);
        http.shutdownNow();
    }

    private boolean hasRoom() {
        int more = starting.size() + 1;
        return pulls.size() + more <= settings.maxStreams() && memory.hasRoom(more);
    }

    /** @return empty if there is no memory for it after all */
    private Optional<CarriedStream> carry(Grant grant, Parent parent) {
        Optional<CarriedStream> here = catalogue.find(grant.stream());
        return here.isPresent() ? here : memory.open().map(ring -> carry(grant, parent, ring));
    }

    private CarriedStream carry(Grant grant, Parent parent, LiveRing ring) {
        var source = parent.grant().stream();
        CarriedStream stream = new CarriedStream(
                grant.stream(),
                grant.rendition(),
                ring,
                new StreamOffer(source.stream(), source.title(), source.renditions()),
                steady);
        catalogue.add(stream);
        StreamPull pull =
                new StreamPull(stream, parent, parents, http, metrics, settings.lingerMillis(), clock, this::ended);
        pulls.add(pull);
        Thread.ofVirtual().name("pull-" + stream.id()).start(pull);
        return stream;
    }

    private void ended(StreamPull pull) {
        catalogue.remove(pull.stream());
        pulls.remove(pull);
    }

    private static GrantRefusedException.Reason reason(Throwable failure) {
        return cause(failure) instanceof GrantRefusedException refused
                ? refused.reason()
                : GrantRefusedException.Reason.MALFORMED;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static CompletionStage<CarriedStream> unavailable(String why, boolean retryable) {
        return CompletableFuture.failedFuture(new StreamUnavailableException(why, retryable));
    }

    private static StreamUnavailableException asUnavailable(Throwable failure) {
        Throwable cause = cause(failure);
        boolean retryable = !(cause instanceof GrantRefusedException refused)
                || refused.reason().retriable();
        return new StreamUnavailableException("This box cannot get that stream: " + cause.getMessage(), retryable);
    }
}
