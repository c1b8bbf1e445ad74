package io.skyv.together;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Watches for as long as it is left to, as the page does: pays ahead, believes only what the source has signed, and
 * whatever fails it tries again with growing waits, under a new grant and at another box where that helps. A thread of its
 * own; what it says of itself may be read by others at any time.
 */
final class LastingViewer implements AutoCloseable {
    private static final double RENEW_AT = 0.25;
    private static final long FIRST_EXPECTED_BYTES = 60_000;
    private static final int REMEMBERED_SIZES = 12;
    private static final double HEADROOM = 1.1;
    private static final long NO_EPOCH = -1;
    private static final int TRIES_BEFORE_LEAVING = 2;
    private static final Backoff RETRY = new Backoff(250, 2_000);
    private static final long STOP_SECONDS = 30;
    private static final Duration SOON = Duration.ofMinutes(1);

    /** Waits that double, milliseconds. */
    private record Backoff(long first, long most) {
        long millis(int failures) {
            return Math.min(most, first << Math.min(failures, 10));
        }
    }

    private final String name;
    private final Rest control;
    private final String stream;
    private final int units;
    private final Set<String> shunned;
    private final PublicKey manifestKey;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<HeldGrant> grants = new CopyOnWriteArrayList<>();
    private final Set<String> unreachable = new LinkedHashSet<>();
    private final Deque<Long> sizes = new ArrayDeque<>();
    private final Silence silence = new Silence();
    private Optional<PartPlace> wanted = Optional.empty();
    private boolean lost = true;
    private long epoch = NO_EPOCH;
    private Digest last = Digest.ZERO;
    private int failures;
    private int refusals;
    private long askAgainNanos = System.nanoTime();
    private volatile HeldGrant held;
    private volatile boolean renew;
    private volatile long parts;
    private volatile long gaps;
    private volatile String trouble = "";
    private volatile String lastTrouble = "";
    private volatile CompletableFuture<Void> nextPayment = new CompletableFuture<>();

    /**
     * @param units steps of the hash chain of each grant, 64 KiB each
     * @param shunned boxes that it never wants: shunning the relays, it watches at the source
     */
    LastingViewer(String name, URI control, String stream, int units, Set<String> shunned)
            throws IOException, InterruptedException, MalformedException {
        this.name = name;
        this.control = new Rest(control);
        this.stream = stream;
        this.units = units;
        this.shunned = shunned;
        String spki =
                this.control.get("/v1/streams/" + stream).get("manifestKey").asText();
        this.manifestKey = P256.publicKey(Base64.getUrlDecoder().decode(spki));
        this.thread = Thread.ofVirtual().name("viewer-" + name).start(this::watch);
    }

    String name() {
        return name;
    }

    /** Parts that were verified. */
    long parts() {
        return parts;
    }

    /** How often a part was not the one that follows the one before it, by the chain that the source signs. */
    long gaps() {
        return gaps;
    }

    /** How long it has been without a new part. */
    Silence silence() {
        return silence;
    }

    /** All grants that it has had, the newest last. */
    List<HeldGrant> grants() {
        return grants;
    }

    /** The box that serves it now; none before the first grant. */
    Optional<String> box() {
        return Optional.ofNullable(held).map(now -> now.grant().box().value());
    }

    /** Completes when it has just sent a receipt that pays more than any before. */
    CompletableFuture<Void> nextPayment() {
        return nextPayment;
    }

    /** Asks for a new grant before the next part, as a page that is loaded again would. */
    void renewNow() {
        renew = true;
    }

    /** What went wrong last; empty while all is well. */
    String trouble() {
        return trouble;
    }

    /** What went wrong the last time that something did. */
    String lastTrouble() {
        return lastTrouble;
    }

    /** Waits a minute at most until so many more verified parts have come. */
    void awaitMore(long count) throws InterruptedException {
        awaitParts(parts + count, SOON);
    }

    /** Waits until there are so many verified parts. */
    void awaitParts(long count, Duration bound) throws InterruptedException {
        long until = System.nanoTime() + bound.toNanos();
        while (parts < count) {
            if (System.nanoTime() > until || !thread.isAlive()) {
                throw new AssertionError(name + " has " + parts + " parts instead of " + count + " after "
                        + bound.toSeconds() + " s; the last trouble: " + lastTrouble);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            if (!thread.join(Duration.ofSeconds(STOP_SECONDS))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (stopped.getCount() > 0) {
                try {
                    step();
                } catch (IOException e) {
                    failed(e.toString());
                    if (failures >= TRIES_BEFORE_LEAVING && held != null) {
                        unreachable.add(held.grant().box().value());
                        renew = true;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MalformedException | RuntimeException | Error e) {
            troubledBy("it gave up: " + e);
        }
    }

    private void step() throws IOException, InterruptedException, MalformedException {
        boolean due = held == null || renew || held.left(System.currentTimeMillis()) < RENEW_AT;
        if (due && System.nanoTime() >= askAgainNanos) {
            askForGrant();
        }
        HeldGrant now = held;
        if (now == null || !now.covers(expectedBytes())) {
            pause();
        } else if (lost) {
            findPlace(now);
        } else {
            part(now, wanted.orElseThrow());
        }
    }

    /** Goes on with the grant at hand where there is no new one to be had now. */
    private void askForGrant() throws InterruptedException, MalformedException {
        HashChain chain = HeldGrant.newChain(units);
        Set<String> avoid = new LinkedHashSet<>(shunned);
        avoid.addAll(unreachable);
        try {
            Rest.Answer answer = control.post("/v1/streams/" + stream + "/grants", request(chain, avoid));
            if (answer.status() == 201) {
                HeldGrant fresh = new HeldGrant(answer.json(), chain);
                grants.add(fresh);
                held = fresh;
                renew = false;
                refusals = 0;
                unreachable.clear();
                return;
            }
            troubledBy("no grant: " + said(answer));
            unreachable.clear(); // a box that could not be reached may be back
        } catch (IOException e) {
            troubledBy("no grant: " + e);
        }
        askAgainNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY.millis(refusals++));
    }

    private String request(HashChain chain, Set<String> avoid) {
        return "{\"rendition\":\"main\",\"maxBytes\":" + (long) units * Grant.UNIT_BYTES + ",\"anchor\":\""
                + chain.anchor().hex() + "\",\"avoid\":"
                + avoid.stream().map(box -> "\"" + box + "\"").collect(Collectors.joining(",", "[", "]")) + "}";
    }

    /** At the first time the newest part; after that the first one from what is wanted on. */
    private void findPlace(HeldGrant now) throws IOException, InterruptedException {
        Rest.Answer answer = now.box().send(path() + "index.m3u8?" + now.present());
        if (answer.status() != 200) {
            refused(now, answer);
            return;
        }
        String playlist = new String(answer.body(), StandardCharsets.UTF_8);
        Optional<PartPlace> found =
                wanted.isEmpty() ? PartPlace.announcedIn(playlist) : PartPlace.from(wanted.get(), playlist);
        if (found.isEmpty()) {
            failed("the playlist has nothing to go on with yet");
            return;
        }
        wanted = found;
        lost = false;
    }

    private void part(HeldGrant now, PartPlace at) throws IOException, InterruptedException, MalformedException {
        Optional<SignedManifest> part = media(now, at.name());
        if (part.isEmpty()) {
            return;
        }
        if (PartPlace.of(part.get().manifest()).compareTo(at) < 0) {
            throw new AssertionError(at.name() + " was asked for, an earlier part came");
        }
        if (part.get().manifest().epoch() != epoch) {
            Optional<SignedManifest> init =
                    media(now, "init-" + part.get().manifest().epoch() + ".mp4");
            if (init.isEmpty()) {
                return;
            }
            if (epoch != NO_EPOCH) {
                follows(init.get());
            }
        }
        boolean first = epoch == NO_EPOCH;
        epoch = part.get().manifest().epoch();
        if (first) {
            last = part.get().manifest().hash();
        } else {
            follows(part.get());
        }
        wanted = Optional.of(PartPlace.after(part.get().manifest()));
        parts++;
        failures = 0;
        trouble = "";
        silence.end();
    }

    private void follows(SignedManifest signed) {
        if (!signed.manifest().previous().equals(last)) {
            gaps++;
        }
        last = signed.manifest().hash();
    }

    /** A body that was paid and is what its source signed; nothing where it is to be tried again. */
    private Optional<SignedManifest> media(HeldGrant now, String resource)
            throws IOException, InterruptedException, MalformedException {
        boolean raises = now.raises(expectedBytes());
        String query = now.pay(expectedBytes());
        if (raises) {
            nextPayment.complete(null);
            nextPayment = new CompletableFuture<>();
        }
        Rest.Answer answer = now.box().send(path() + resource + "?" + query);
        if (answer.status() != 200) {
            refused(now, answer);
            return Optional.empty();
        }
        SignedManifest manifest = SignedManifest.decodeHeader(
                answer.response().headers().firstValue(SignedManifest.HEADER).orElseThrow());
        if (!manifest.isSignedBy(manifestKey) || !manifest.isOf(answer.body())) {
            throw new AssertionError(resource + " of " + now.grant().box() + " is not what its source signed");
        }
        now.delivered(answer.body().length);
        sizes.addLast((long) answer.body().length);
        if (sizes.size() > REMEMBERED_SIZES) {
            sizes.removeFirst();
        }
        return Optional.of(manifest);
    }

    private void refused(HeldGrant now, Rest.Answer answer) throws InterruptedException {
        switch (answer.status()) {
            case 401 -> now.unknown();
            case 402 -> {
                if (!now.wantsMore(
                        answer.json().path("due").asInt(),
                        answer.json().path("paid").asInt())) {
                    throw new AssertionError("a box asks for too much: " + answer.json());
                }
            }
            case 403 -> {
                failed(said(answer));
                renew = true;
            }
            case 404 -> {
                lost = true;
                failed(said(answer));
            }
            default -> failed(said(answer));
        }
    }

    private void failed(String why) throws InterruptedException {
        troubledBy(why);
        failures++;
        pause();
    }

    private void troubledBy(String what) {
        trouble = what;
        lastTrouble = what;
    }

    private static String said(Rest.Answer answer) {
        return answer.status() + " " + answer.json().path("code").asText() + ": "
                + answer.json().path("detail").asText();
    }

    private void pause() throws InterruptedException {
        var _ = stopped.await(RETRY.millis(failures), TimeUnit.MILLISECONDS);
    }

    private long expectedBytes() {
        return sizes.isEmpty() ? FIRST_EXPECTED_BYTES : (long) (Collections.max(sizes) * HEADROOM);
    }

    private String path() {
        return "/v1/streams/" + stream + "/main/";
    }
}
