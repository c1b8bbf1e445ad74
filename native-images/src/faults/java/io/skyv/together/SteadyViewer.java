package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Watches in the background for as long as the test lasts, and gives up nothing: what fails is asked for again, and a grant
 * that is over is followed by another. Every part is paid and checked.
 */
final class SteadyViewer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final long BOUND_SECONDS = 60;
    private static final int UNITS = 512;
    private static final Pattern HINT = Pattern.compile("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"(\\d+)\\.(\\d+)\\.m4s\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI control;
    private final String stream;
    private final Set<String> avoid;
    private final List<Held> grants = new CopyOnWriteArrayList<>();
    private final AtomicInteger parts = new AtomicInteger();
    private final Thread thread;
    private volatile HttpClient http = client();
    private volatile String lastFailure = "none";

    /** A grant, and what was paid under it. */
    static final class Held {
        private final SignedGrant grant;
        private final URI box;
        private final HashChain chain;
        private volatile int paidIndex;
        private volatile int takenIndex;

        private Held(SignedGrant grant, URI box, HashChain chain) {
            this.grant = grant;
            this.box = box;
            this.chain = chain;
        }

        String id() {
            return grant.grant().id().value();
        }

        String box() {
            return grant.grant().box().value();
        }

        /** What the box has taken for sure, in bytes. */
        long takenBytes() {
            return grant.grant().paidBytes(takenIndex);
        }

        /** What was ever shown to the box, in bytes. */
        long paidBytes() {
            return grant.grant().paidBytes(paidIndex);
        }

        private String path() {
            return "/v1/streams/" + grant.grant().stream() + "/main/";
        }

        private String receipt(int index) {
            return new Receipt(grant.grant().id(), index, chain.value(index)).query();
        }
    }

    private SteadyViewer(URI control, String stream, Set<String> avoid) {
        this.control = control;
        this.stream = stream;
        this.avoid = Set.copyOf(avoid);
        this.thread = Thread.ofPlatform().daemon(true).name("steady-viewer").unstarted(this::run);
    }

    /** @param avoid boxes that must not serve it */
    static SteadyViewer watch(URI control, String stream, Set<String> avoid) {
        SteadyViewer viewer = new SteadyViewer(control, stream, avoid);
        viewer.thread.start();
        return viewer;
    }

    int parts() {
        return parts.get();
    }

    List<Held> grants() {
        return List.copyOf(grants);
    }

    /** Why something failed last, in words. */
    String lastFailure() {
        return lastFailure;
    }

    /** Waits until so many more parts have come. */
    void awaitParts(int more) throws InterruptedException {
        int wanted = parts.get() + more;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (parts.get() < wanted) {
            if (System.nanoTime() > until) {
                throw new AssertionError("of " + more + " parts only " + (parts.get() - wanted + more) + " came in "
                        + BOUND_SECONDS + " s; the last failure: " + lastFailure);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Stops, and waits until the ledger has booked, once, what was paid under every grant. */
    void awaitAllBooked() throws IOException, InterruptedException {
        close();
        Rest rest = new Rest(control);
        for (Held held : grants) {
            JsonNode booked = rest.await(
                    "/v1/grants/" + held.id(), json -> json.get("settledBytes").asLong() >= held.takenBytes());
            long settled = booked.get("settledBytes").asLong();
            if (settled > held.paidBytes()) {
                throw new AssertionError("grant " + held.id() + ": " + settled + " bytes are booked, and only "
                        + held.paidBytes() + " were paid");
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                try {
                    follow(ask());
                } catch (IOException | MalformedException | IllegalStateException e) {
                    lastFailure = e.toString();
                    http = client();
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .build();
    }

    private record Watched(Held held, PublicKey key) {}

    private Watched ask() throws IOException, InterruptedException, MalformedException {
        byte[] secret = new byte[Digest.BYTES];
        new SecureRandom().nextBytes(secret);
        HashChain chain = HashChain.of(Digest.of(secret), UNITS);
        String avoided = avoid.stream().map(box -> '"' + box + '"').collect(Collectors.joining(","));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(control.resolve("/v1/streams/" + stream + "/grants"))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"rendition\":\"main\",\"maxBytes\":"
                                + (long) UNITS * Grant.UNIT_BYTES + ",\"anchor\":\""
                                + chain.anchor().hex() + "\",\"avoid\":[" + avoided + "]}"))
                        .build(),
                BodyHandlers.ofByteArray());
        require(answer, 201);
        JsonNode given = JSON.readTree(answer.body());
        Held held = new Held(
                SignedGrant.decodeToken(given.get("grant").asText()),
                URI.create(given.get("url").asText()),
                chain);
        HttpResponse<byte[]> described = get(control.resolve("/v1/streams/" + stream));
        require(described, 200);
        String spki = JSON.readTree(described.body()).get("manifestKey").asText();
        grants.add(held);
        return new Watched(held, P256.publicKey(Base64.getUrlDecoder().decode(spki)));
    }

    /** Until the grant is over; whatever else fails is tried again under it. */
    private void follow(Watched watched) throws InterruptedException, MalformedException {
        while (true) {
            try {
                play(watched);
            } catch (OverException e) {
                lastFailure = e.toString();
                return;
            } catch (IOException | IllegalStateException e) {
                lastFailure = e.toString();
                http = client();
                Thread.sleep(PAUSE);
            }
        }
    }

    private void play(Watched watched) throws IOException, InterruptedException, MalformedException {
        Held held = watched.held();
        HttpResponse<byte[]> playlist = get(held.box.resolve(held.path() + "index.m3u8?grant=" + held.grant.token()));
        require(playlist, 200);
        Matcher hint = HINT.matcher(new String(playlist.body(), StandardCharsets.UTF_8));
        if (!hint.find()) {
            throw new IllegalStateException("no hint in the playlist");
        }
        long sequence = Long.parseLong(hint.group(1));
        int part = Integer.parseInt(hint.group(2));
        while (true) {
            SignedManifest manifest = fetch(watched, sequence + "." + part + ".m4s");
            parts.incrementAndGet();
            boolean last = manifest.manifest().last();
            sequence = manifest.manifest().sequence() + (last ? 1 : 0);
            part = last ? 0 : manifest.manifest().part() + 1;
        }
    }

    private SignedManifest fetch(Watched watched, String name)
            throws IOException, InterruptedException, MalformedException {
        Held held = watched.held();
        HttpResponse<byte[]> answer = get(held.box.resolve(held.path() + name + "?" + held.receipt(held.paidIndex)));
        while (answer.statusCode() == 402) {
            int due = JSON.readTree(answer.body()).get("due").asInt();
            held.paidIndex = Math.max(held.paidIndex, due);
            answer = get(held.box.resolve(held.path() + name + "?" + held.receipt(held.paidIndex)));
        }
        require(answer, 200);
        held.takenIndex = held.paidIndex;
        SignedManifest manifest = SignedManifest.decodeHeader(
                answer.headers().firstValue(SignedManifest.HEADER).orElseThrow());
        if (!manifest.isSignedBy(watched.key()) || !manifest.isOf(answer.body())) {
            throw new AssertionError(name + " is not what its source signed");
        }
        return manifest;
    }

    /** The grant is of no use any more. */
    private static final class OverException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        OverException(String message) {
            super(message);
        }
    }

    private HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
    }

    private static void require(HttpResponse<byte[]> answer, int status) {
        if (answer.statusCode() == status) {
            return;
        }
        String said = answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw new OverException(said);
        }
        throw new IllegalStateException(said);
    }
}
