package io.skyv.box.uplink.grpc;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.identity.Credentials;
import io.skyv.box.identity.StoredIdentity;
import io.skyv.box.uplink.ControlPlane;
import io.skyv.box.uplink.GrantRefusedException;
import io.skyv.box.uplink.NetworkTime;
import io.skyv.box.uplink.Receipts;
import io.skyv.box.uplink.StatusSource;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.box.uplink.UpstreamGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The box's side of the connection. One thread enrols, connects, talks until the session ends, waits, and begins again;
 * whatever the control plane does, it goes on until {@link #close}.
 */
public final class Uplink implements ControlPlane, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Uplink.class.getName());
    private static final long CLOSE_MILLIS = 2_000;

    /** TLS failures in a row after which the operating certificate is suspected, and the birth certificate tried. */
    private static final int SUSPICIOUS_FAILURES = 3;

    private final StoredIdentity identity;
    private final Channels channels;
    private final Enroller enroller;
    private final GrantRequests grants;
    private final Conversation conversation;
    private final InstantSource clock;
    private final Backoff backoff;
    private final UplinkMetrics metrics;
    private final UplinkSettings settings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread thread;
    private volatile @Nullable ManagedChannel open;
    private int tlsFailures;
    private boolean enrolAnew;
    private @Nullable Status lastComplaint;

    /** @param clock this machine's, by which TLS checks certificates */
    public Uplink(
            UplinkSettings settings,
            StoredIdentity identity,
            Receipts receipts,
            StatusSource status,
            InstantSource clock,
            NetworkTime networkTime,
            RandomGenerator random,
            MeterRegistry registry) {
        this.settings = settings;
        this.identity = identity;
        this.clock = clock;
        this.channels = new Channels(settings.control(), identity);
        this.enroller = new Enroller(channels, identity, settings);
        this.grants = new GrantRequests(identity, settings.callTimeout());
        this.metrics = new UplinkMetrics(registry, this::connected);
        this.backoff = new Backoff(settings.backoffFirst(), settings.backoffMax(), random);
        this.conversation = new Conversation(
                settings, identity.manifestKey().getPublic(), receipts, status, metrics, clock, networkTime);
        receipts.onClosing(conversation::closingPending);
    }

    /** Begins; once. */
    public void start() {
        thread = Thread.ofVirtual().name("uplink").start(this::run);
    }

    @Override
    public void close() {
        closing.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public CompletionStage<UpstreamGrant> requestGrant(
            StreamId stream, RenditionName rendition, long maxBytes, Digest anchor, Set<BoxId> avoid) {
        ManagedChannel channel = open;
        return channel == null
                ? CompletableFuture.failedStage(new GrantRefusedException(
                        GrantRefusedException.Reason.UNREACHABLE, "the control plane is away"))
                : grants.request(channel, stream, rendition, maxBytes, anchor, avoid);
    }

    @Override
    public void offer(StreamOffer offer) {
        conversation.offer(offer);
    }

    @Override
    public void withdraw(StreamId stream) {
        conversation.withdraw(stream);
    }

    @Override
    public boolean connected() {
        return open != null;
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                Credentials operating = enrolled();
                talk(operating);
            } catch (StatusRuntimeException e) {
                failed(e.getStatus());
            } catch (IOException | MalformedException e) {
                failed(Status.INTERNAL.withDescription(e.getMessage()).withCause(e));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "the uplink met a bug, and goes on", e);
                failed(Status.INTERNAL.withCause(e));
            }
            if (!pause()) {
                return;
            }
        }
    }

    /** The operating certificate; a new one if there is none that is good, or two thirds of its life are over. */
    private Credentials enrolled() throws IOException, MalformedException {
        Optional<Credentials> stored = identity.operating(clock.instant());
        if (stored.isEmpty() || enrolAnew || tlsFailures >= SUSPICIOUS_FAILURES) {
            enroller.enrol(identity.birth());
            enrolAnew = false;
            tlsFailures = 0;
        } else if (!clock.instant().isBefore(stored.get().renewAt())) {
            renew(stored.get());
        }
        return identity.operating(clock.instant())
                .orElseThrow(() -> new MalformedException(
                        "the control plane's certificate is not good now: is this" + " machine's clock right?"));
    }

    /** A certificate past two thirds of its life still serves: what goes wrong here can wait for the next try. */
    private void renew(Credentials operating) throws IOException, MalformedException {
        try {
            enroller.enrol(operating);
        } catch (StatusRuntimeException e) {
            if (isRefusal(e.getStatus())) {
                throw e;
            }
            LOG.log(System.Logger.Level.INFO, "the operating certificate is not renewed yet: {0}", e.getMessage());
        }
    }

    private void talk(Credentials operating) throws IOException, InterruptedException, MalformedException {
        ManagedChannel channel = channels.open(operating);
        try {
            Status end = conversation.hold(new Session(channel), operating.renewAt(), () -> opened(channel));
            if (!end.isOk()) {
                throw end.asRuntimeException();
            }
        } finally {
            open = null;
            channel.shutdown();
            if (!channel.awaitTermination(100, TimeUnit.MILLISECONDS)) {
                channel.shutdownNow();
            }
        }
    }

    private void opened(ManagedChannel channel) {
        open = channel;
        tlsFailures = 0;
        lastComplaint = null;
        backoff.reset();
        metrics.connected();
        LOG.log(System.Logger.Level.INFO, "connected to the control plane at {0}", settings.control());
    }

    private void failed(Status status) {
        if (closing.getCount() == 0) {
            return;
        }
        metrics.lost();
        if (isOfTls(status)) {
            tlsFailures++;
        }
        if (isRefusal(status)) {
            enrolAnew = true;
        }
        if (isRefusal(status) || status.getCode() == Status.Code.ABORTED) {
            backoff.longest();
        }
        complain(status);
    }

    /** The same trouble again is said once: a control plane can be away for days. */
    private void complain(Status status) {
        Status before = lastComplaint;
        lastComplaint = status;
        if (before == null || before.getCode() != status.getCode()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no session with the control plane at {0}, trying again: {1}",
                    settings.control(),
                    describe(status));
        }
    }

    private static String describe(Status status) {
        Throwable cause = status.getCause();
        String description = status.getDescription() == null ? "" : " " + status.getDescription();
        return status.getCode()
                + description
                + (cause == null ? "" : " (" + rootOf(cause).getMessage() + ")");
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (Throwable e = failure.getCause(); e != null && e != root; e = e.getCause()) {
            root = e;
        }
        return root;
    }

    private static boolean isRefusal(Status status) {
        return List.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED)
                .contains(status.getCode());
    }

    private static boolean isOfTls(Status status) {
        for (Throwable e = status.getCause(); e != null; e = e.getCause()) {
            if (e instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** @return false if it is time to stop */
    private boolean pause() {
        try {
            return !closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
