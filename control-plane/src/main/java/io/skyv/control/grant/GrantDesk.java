package io.skyv.control.grant;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.config.SkyvConfig;
import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.fleet.Fleet;
import io.skyv.control.fleet.OnlineBox;
import io.skyv.control.identity.GrantKeys;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.OperationId;
import io.skyv.control.ledger.LedgerBusyException;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.ledger.store.DurableLedger;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.control.problem.Problems;
import io.skyv.control.route.Candidate;
import io.skyv.control.route.RelayTree;
import io.skyv.control.route.Route;
import io.skyv.control.stream.Rendition;
import io.skyv.control.stream.Stream;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out grants: finds the box and the payer, keeps the terms, has the ledger set the money aside, and only then
 * signs. Fails with {@link ProblemException} or {@link LedgerBusyException}.
 */
@ApplicationScoped
public class GrantDesk {
    private static final int RANDOM_BYTES = 12;

    private final StreamRegistry streams;
    private final Fleet fleet;
    private final ReactiveBooks books;
    private final LedgerPort ledger;
    private final GrantKeys keys;
    private final GrantStore store;
    private final SkyvConfig config;
    private final InstantSource clock;
    private final GrantMetrics metrics;
    private final OpenGrants open;
    private final TermsReader others;
    private final RelayTree tree = new RelayTree();
    private final SecureRandom random = new SecureRandom();

    GrantDesk(
            StreamRegistry streams,
            Fleet fleet,
            ReactiveBooks books,
            LedgerPort ledger,
            GrantKeys keys,
            GrantStore store,
            SkyvConfig config,
            InstantSource clock,
            GrantMetrics metrics,
            OpenGrants open) {
        this.streams = streams;
        this.fleet = fleet;
        this.books = books;
        this.ledger = ledger;
        this.keys = keys;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.metrics = metrics;
        this.open = open;
        this.others = new TermsReader(open, this::isOpen, this::terms, Infrastructure.getDefaultExecutor());
    }

    void start(@Observes @Priority(DurableLedger.STARTUP_PRIORITY + 1) StartupEvent event) {
        ledger.listen(this::kept);
        ledger.whenWriting(() -> others.enter(List.of()));
        List<GrantPosition> page;
        String after = "";
        do {
            page = ledger.books().openGrants(after, TermsReader.MAX_AT_ONCE);
            List<String> ids = page.stream().map(grant -> grant.terms().id()).toList();
            others.enter(ids);
            after = ids.isEmpty() ? after : ids.getLast();
        } while (page.size() == TermsReader.MAX_AT_ONCE);
    }

    /** A standby hears of grants that the writer gave; the writer has its own, and tries again what could not be read. */
    private void kept(KeptBlock block) {
        block.changes().closedGrants().keySet().forEach(open::remove);
        boolean follows = ledger.role() == LedgerPort.Role.STANDBY;
        others.enter(follows ? block.changes().openGrants().keySet() : List.of());
    }

    private boolean isOpen(String id) {
        return ledger.books().openGrant(new GrantId(id)).isPresent();
    }

    private List<Grant> terms(List<String> ids) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> store.findAll(ids));
        } catch (Throwable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** For a viewer; the stream's payer pays. */
    public Uni<IssuedGrant> forViewer(GrantRequest request) {
        return counted("viewer", () -> {
            Stream stream = liveStream(request.stream());
            GrantTerms terms = terms(
                    stream,
                    request.rendition(),
                    payerOf(stream),
                    config.price().viewerMicrosPerGib(),
                    Route.toViewer(stream.box(), candidates(), request.avoid()));
            return issue(stream, terms.signed(bytes(request), request.anchor()));
        });
    }

    /** For a box that relays; its owner pays. */
    public Uni<IssuedGrant> forRelay(BoxId relay, GrantRequest request) {
        return counted("relay", () -> {
            Stream stream = liveStream(request.stream());
            GrantTerms terms = terms(
                    stream,
                    request.rendition(),
                    books.view().paidFor(relay),
                    config.price().transitMicrosPerGib(),
                    Route.toRelay(
                            relay,
                            stream.box(),
                            candidates(),
                            request.avoid(),
                            tree.follow(stream.id(), stream.box())));
            tree.follows(relay, stream.id(), terms.box());
            return issue(stream, terms.signed(bytes(request), request.anchor()));
        });
    }

    /** For a player that knows nothing of grants; the stream's payer pays, by bitrate and time. */
    public Uni<IssuedGrant> forPlainPlayer(StreamId id) {
        return counted("plain", () -> {
            Stream stream = liveStream(id);
            GrantTerms terms = terms(
                    stream,
                    null,
                    payerOf(stream),
                    config.price().viewerMicrosPerGib(),
                    Route.toViewer(stream.box(), candidates(), Set.of()));
            return issue(stream, terms.plain());
        });
    }

    /** Who pays for a stream's viewers: for now always its broadcaster, the owner of its source. */
    public AccountId payerOf(Stream stream) {
        return books.view().paidFor(stream.box());
    }

    private Stream liveStream(StreamId id) {
        Stream stream = streams.find(id)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNKNOWN_STREAM, "there is no stream " + id));
        if (!streams.isLive(stream)) {
            throw new ProblemException(ProblemCode.NO_BOX, "the source of " + id + " is not online");
        }
        return stream;
    }

    private GrantTerms terms(
            Stream stream,
            @Nullable RenditionName wanted,
            AccountId payer,
            long pricePerGiBMicros,
            Optional<BoxId> serving) {
        Rendition rendition = wanted == null
                ? stream.renditions().getFirst()
                : stream.rendition(wanted)
                        .orElseThrow(() -> new ProblemException(
                                ProblemCode.UNKNOWN_RENDITION, stream.id() + " has no rendition " + wanted));
        BoxId box = serving.orElseThrow(
                () -> new ProblemException(ProblemCode.NO_BOX, "no box that is not avoided can serve " + stream.id()));
        long round = books.view().head().round();
        byte[] unique = new byte[RANDOM_BYTES];
        random.nextBytes(unique);
        return new GrantTerms(
                GrantId.of(round, unique),
                payer,
                box,
                stream,
                rendition,
                pricePerGiBMicros,
                clock.millis(),
                config.grants().life().toMillis(),
                round + rounds(config.grants().life()));
    }

    /** Rounds that can begin in that time: a grant must not close while it is good. */
    private long rounds(Duration life) {
        return Math.ceilDiv(life.toMillis(), config.round().toMillis());
    }

    private long bytes(GrantRequest request) {
        long bytes = request.maxBytes() == 0 ? config.grants().defaultBytes() : request.maxBytes();
        if (bytes < 1 || bytes > Grant.MAX_SIGNED_BYTES) {
            throw new ProblemException(
                    ProblemCode.MALFORMED, "maxBytes must be 1 to " + Grant.MAX_SIGNED_BYTES + " but is " + bytes);
        }
        return bytes;
    }

    private Uni<IssuedGrant> issue(Stream stream, Grant grant) {
        URI boxUrl = fleet.find(grant.box())
                .map(OnlineBox::publicUrl)
                .orElseThrow(() -> new ProblemException(ProblemCode.NO_BOX, "box " + grant.box() + " has just left"));
        if (!open.enter(grant)) {
            throw new ProblemException(
                    ProblemCode.TOO_MANY_GRANTS, "too many grants are open; some close as their receivers leave");
        }
        return store.keep(grant)
                .chain(() -> books.submit(OperationId.ofGrant(grant.id()), operation(grant)))
                .map(outcome -> signed(stream, grant, boxUrl, outcome))
                .onFailure()
                .invoke(() -> open.remove(grant.id().value()));
    }

    private IssuedGrant signed(Stream stream, Grant grant, URI boxUrl, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            throw Problems.of(
                    refused,
                    "account " + grant.payer() + " cannot pay for " + grant.maxBytes() + " bytes at "
                            + grant.pricePerGiBMicros() + " micro-SKYV per GiB: ask for fewer (maxBytes), or let its"
                            + " holder put money on it");
        }
        long feePpm = books.view()
                .openGrant(grant.id())
                .map(GrantPosition::protocolFeePpm)
                .orElseThrow(() -> new IllegalStateException("grant " + grant.id() + " was closed as it was made"));
        return new IssuedGrant(SignedGrant.sign(grant, keys.grantKey().getPrivate()), boxUrl, stream, feePpm);
    }

    private static Operation operation(Grant grant) {
        return new Operation.OpenGrant(
                grant.id().value(),
                grant.payer().value(),
                grant.box().value(),
                grant.maxBytes(),
                grant.pricePerGiBMicros(),
                grant.expiresRound(),
                grant.signed(),
                grant.unitBytes(),
                grant.units(),
                grant.anchor());
    }

    private List<Candidate> candidates() {
        return fleet.online().stream()
                .map(box -> new Candidate(box.id(), box.relays(), box.openGrants()))
                .toList();
    }

    private Uni<IssuedGrant> counted(String receiver, Supplier<Uni<? extends IssuedGrant>> work) {
        return Uni.createFrom()
                .<IssuedGrant>deferred(() -> {
                    books.requireWriter();
                    return work.get();
                })
                .invoke(() -> metrics.issued(receiver))
                .onFailure()
                .invoke(fault -> metrics.refused(reason(fault)));
    }

    private static String reason(Throwable fault) {
        return switch (fault) {
            case ProblemException problem -> problem.code().code();
            case LedgerBusyException _ -> ProblemCode.BUSY.code();
            default -> ProblemCode.INTERNAL.code();
        };
    }
}
