package io.skyv.box.uplink.grpc;

import io.grpc.Status;
import io.skyv.box.uplink.NetworkTime;
import io.skyv.box.uplink.Outcome;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.box.uplink.Receipts;
import io.skyv.box.uplink.StatusSource;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.MalformedException;
import io.skyv.v1.ControlMessage;
import io.skyv.v1.ReceiptsBooked;
import io.skyv.v1.Welcome;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the box says in a session, and when: hello, its streams, heartbeats, receipts. What was said is forgotten with
 * the session; what there is to say is not.
 */
final class Conversation {
    private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

    /** A control plane that wants heartbeats more often than this gets them so often. */
    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(500);

    private final UplinkSettings settings;
    private final PublicKey manifestKey;
    private final Receipts receipts;
    private final StatusSource status;
    private final UplinkMetrics metrics;
    private final InstantSource clock;
    private final NetworkTime networkTime;
    private final Map<StreamId, StreamOffer> offers = new ConcurrentHashMap<>();
    private volatile boolean closingPending;
    private volatile @Nullable Session current;
    private long lastBatch;

    Conversation(
            UplinkSettings settings,
            PublicKey manifestKey,
            Receipts receipts,
            StatusSource status,
            UplinkMetrics metrics,
            InstantSource clock,
            NetworkTime networkTime) {
        this.settings = settings;
        this.manifestKey = manifestKey;
        this.receipts = receipts;
        this.status = status;
        this.metrics = metrics;
        this.clock = clock;
        this.networkTime = networkTime;
    }

    /** Goes on evenly when somebody sets the clock: for what happens every so often. */
    private static Instant steady() {
        return Instant.EPOCH.plusNanos(System.nanoTime());
    }

    void offer(StreamOffer offer) {
        offers.put(offer.stream(), offer);
        wake();
    }

    void withdraw(StreamId stream) {
        offers.remove(stream);
        wake();
    }

    void closingPending() {
        closingPending = true;
        wake();
    }

    private void wake() {
        Session session = current;
        if (session != null) {
            session.poke();
        }
    }

    /**
     * Talks until the session ends.
     *
     * @param until when to come back, to renew the certificate
     * @param welcomed run once the control plane has said welcome
     * @return OK if {@code until} was reached, else why the session ended
     */
    Status hold(Session session, Instant until, Runnable welcomed) throws InterruptedException, MalformedException {
        current = session;
        try {
            Instant asked = steady();
            session.send(Wire.hello(settings));
            return switch (firstAnswer(session)) {
                case Session.Signal.Received(ControlMessage message)
                when message.hasWelcome() -> {
                    heard(message.getWelcome().getServerTimeMillis(), asked);
                    welcomed.run();
                    yield new Turn(session, heartbeat(message.getWelcome())).talk(until);
                }
                case Session.Signal.Ended(Status ended) -> ended;
                case null, default -> Status.DEADLINE_EXCEEDED.withDescription("the control plane says no welcome");
            };
        } finally {
            current = null;
            session.close();
        }
    }

    private void heard(long serverTimeMillis, Instant asked) {
        Duration roundTrip = Duration.between(asked, steady());
        metrics.heard(roundTrip);
        networkTime.heard(serverTimeMillis, roundTrip);
    }

    private static Duration heartbeat(Welcome welcome) {
        Duration wanted = Duration.ofSeconds(welcome.getHeartbeatSeconds());
        return wanted.compareTo(SHORTEST_HEARTBEAT) < 0 ? SHORTEST_HEARTBEAT : wanted;
    }

    /** What the box itself has to say can wait until it is welcome. */
    private Session.@Nullable Signal firstAnswer(Session session) throws InterruptedException {
        Session.Signal signal = session.next(settings.callTimeout());
        while (signal instanceof Session.Signal.Poke) {
            signal = session.next(settings.callTimeout());
        }
        return signal;
    }

    /** One session, after its welcome. */
    private final class Turn {
        private final Session session;
        private final Duration heartbeat;
        private final Map<StreamId, StreamOffer> said = new HashMap<>();
        private Instant heartbeatAt;
        private Instant heartbeatSaid = Instant.EPOCH;
        private Instant receiptsAt;
        private @Nullable Instant answerBy;
        private int unanswered;

        Turn(Session session, Duration heartbeat) {
            this.session = session;
            this.heartbeat = heartbeat;
            this.heartbeatAt = steady();
            this.receiptsAt = heartbeatAt;
        }

        Status talk(Instant until) throws InterruptedException, MalformedException {
            while (true) {
                Duration left = Duration.between(clock.instant(), until);
                if (!left.isPositive()) {
                    return Status.OK;
                }
                Instant now = steady();
                if (answerBy != null && now.isAfter(answerBy)) {
                    return Status.DEADLINE_EXCEEDED.withDescription("receipts were not answered");
                }
                sayStreams();
                sayHeartbeat(now);
                sayReceipts(now);
                Duration pause = Duration.between(now, earliest());
                switch (session.next(left.compareTo(pause) < 0 ? left : pause)) {
                    case Session.Signal.Ended(Status ended) -> {
                        return ended;
                    }
                    case Session.Signal.Received(ControlMessage message)
                    when message.hasBooked() -> booked(message.getBooked());
                    case Session.Signal.Received(ControlMessage message)
                    when message.hasTime() -> heard(message.getTime().getMillis(), heartbeatSaid);
                    case null, default -> {}
                }
            }
        }

        private void sayStreams() {
            Map<StreamId, StreamOffer> now = Map.copyOf(offers);
            now.forEach((stream, offer) -> {
                if (!offer.equals(said.put(stream, offer))) {
                    session.send(Wire.offer(offer, manifestKey));
                }
            });
            for (StreamId stream : Set.copyOf(said.keySet())) {
                if (!now.containsKey(stream)) {
                    session.send(Wire.end(stream));
                    said.remove(stream);
                }
            }
        }

        private void sayHeartbeat(Instant now) {
            if (!now.isBefore(heartbeatAt)) {
                session.send(Wire.heartbeat(status.status()));
                heartbeatSaid = now;
                heartbeatAt = now.plus(heartbeat);
            }
        }

        /** One batch is under way at a time; what it has will be asked for again if it is not answered. */
        private void sayReceipts(Instant now) {
            if (answerBy != null || (now.isBefore(receiptsAt) && !closingPending)) {
                return;
            }
            closingPending = false;
            receiptsAt = now.plus(settings.receiptInterval());
            List<OutgoingReceipt> pending = receipts.pending(settings.maxBatch());
            if (!pending.isEmpty()) {
                lastBatch++;
                unanswered = pending.size();
                answerBy = now.plus(settings.callTimeout());
                session.send(Wire.batch(lastBatch, pending));
                metrics.sent(pending.size());
            }
        }

        private void booked(ReceiptsBooked answer) throws MalformedException {
            if (answerBy == null || answer.getBatchId() != lastBatch) {
                return;
            }
            List<Outcome> outcomes = Wire.outcomes(answer);
            receipts.booked(outcomes);
            metrics.answered(outcomes);
            for (Outcome outcome : outcomes) {
                if (outcome instanceof Outcome.Refused refused) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the receipt for grant {0} was refused: {1}",
                            refused.grant(),
                            refused.refusal());
                }
            }
            answerBy = null;
            if (unanswered == settings.maxBatch() && !outcomes.isEmpty()) {
                receiptsAt = steady();
            }
        }

        private Instant earliest() {
            return answerBy == null ? min(heartbeatAt, receiptsAt) : min(heartbeatAt, answerBy.plusMillis(1));
        }

        private static Instant min(Instant a, Instant b) {
            return a.isBefore(b) ? a : b;
        }
    }
}
