package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Receipts per second: those that a relay checks and writes down, next to the same requests without any; and those that
 * the control plane books while they come, next to what the disk and the hashing allow.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptsBench {
    private static final int GRANTS = Integer.getInteger("skyv.bench.grants", 400);
    private static final int CONNECTIONS = 8;
    private static final int SECONDS = Integer.getInteger("skyv.bench.seconds", 15);

    /** Units that a viewer of 2.5 Mbit/s pays in a minute: what lies between two receipts that travel. */
    private static final int UNITS_A_MINUTE = 286;

    private static final Pattern SEGMENT = Pattern.compile("^(\\d+)\\.m4s", Pattern.MULTILINE);

    private final Network network = new Network("receipts");
    private final Rest control = new Rest(network.control());
    private final List<Payer> payers = new ArrayList<>();
    private Network.Box relay;
    private String path = "";

    /** One grant, and how far it is paid. */
    private static final class Payer {
        private final SignedGrant grant;
        private final HashChain chain;
        private int index;

        Payer(SignedGrant grant, HashChain chain) {
            this.grant = grant;
            this.chain = chain;
        }

        String next(int units) {
            index += units;
            return new Receipt(grant.grant().id(), index, chain.value(index)).query();
        }

        boolean lasts(int units) {
            return index + units <= chain.length();
        }
    }

    @BeforeAll
    void start() throws Exception {
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        network.startBox(
                "source",
                Map.of(
                        "SKYV_CAMERA", "test",
                        "SKYV_ENCODING_WIDTH", "320",
                        "SKYV_ENCODING_HEIGHT", "180",
                        "SKYV_ENCODING_BITRATE", "300000"));
        relay = network.startBox(
                "relay", Map.of("SKYV_UPLINK_RECEIPT_INTERVAL", "PT0.01S", "SKYV_UPLINK_MAX_BATCH", "1000"));
        String stream = control.await(
                        "/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                .at("/streams/0/id")
                .asText();
        network.awaitOnline(2);
        PayingViewer first = PayingViewer.of(control, stream);
        first.watch(5);
        assertEquals(relay.url(), first.boxUrl());
        path = first.path();
        long begun = System.nanoTime();
        inParallel(GRANTS, () -> {
            Payer payer = payer(stream);
            synchronized (payers) {
                payers.add(payer);
            }
        });
        print("grants issued by the control plane, over REST", GRANTS / seconds(begun), "");
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void receipts() throws Exception {
        rate(0); // warms up, and presents the grants
        rate(1);
        double without = rate(0);
        double with = rate(1);
        print("requests for a manifest, without a receipt", without, "the yardstick");
        print("the same with a receipt each, checked and written", with, ratio(with, without));
        Metrics metrics = new Metrics(network.control());
        double before = metrics.value("skyv_receipts_booked_total");
        long begun = System.nanoTime();
        double taken = rate(UNITS_A_MINUTE);
        double booked = (metrics.value("skyv_receipts_booked_total") - before) / seconds(begun);
        print("receipts a minute of video apart, checked and written", taken, ratio(taken, without));
        print("booked by the control plane meanwhile", booked, ratio(booked, taken) + " of those");
        double hashes = hashesPerSecond() / UNITS_A_MINUTE;
        print("limit: such receipts that one core can hash", hashes, ratio(booked, hashes) + " booked");
        print("limit: writes with fsync on this disk", syncsPerSecond(), "blocks, of up to 1,000 receipts each");
    }

    /**
     * @param units that each request pays; 0 sends no receipt
     * @return requests per second
     */
    private double rate(int units) throws Exception {
        String manifest = newestManifest();
        AtomicLong requests = new AtomicLong();
        long begun = System.nanoTime();
        long end = begun + SECONDS * 1_000_000_000L;
        inParallel(CONNECTIONS, new Callable<>() {
            private final AtomicLong numbers = new AtomicLong();

            @Override
            public Void call() throws Exception {
                int number = (int) numbers.getAndIncrement();
                try (KeepAlive connection = KeepAlive.open(relay.url(), 16 * 1024)) {
                    for (int i = number; System.nanoTime() < end; i = next(i)) {
                        ask(connection, manifest, payers.get(i), units);
                        requests.incrementAndGet();
                    }
                }
                return null;
            }
        });
        return requests.get() / seconds(begun);
    }

    private int next(int i) {
        return i + CONNECTIONS < payers.size() ? i + CONNECTIONS : i % CONNECTIONS;
    }

    private static void ask(KeepAlive connection, String manifest, Payer payer, int units) throws IOException {
        String query = units > 0 && payer.lasts(units)
                ? payer.next(units)
                : payer.index == 0
                        ? "grant=" + payer.grant.token()
                        : "g=" + payer.grant.grant().id();
        KeepAlive.Answer answer = connection.get(manifest + "?" + query, 1024);
        if (answer.status() != 200) {
            throw new IOException(manifest + ": " + answer.head() + answer.text());
        }
    }

    /** Of the newest whole segment: in the ring for as long as a turn lasts. */
    private String newestManifest() throws Exception {
        Payer any = payers.getFirst();
        String playlist = new String(
                new Rest(relay.url())
                        .send(path + "index.m3u8?grant=" + any.grant.token())
                        .body(),
                java.nio.charset.StandardCharsets.UTF_8);
        Matcher segments = SEGMENT.matcher(playlist);
        String newest = "";
        while (segments.find()) {
            newest = segments.group(1);
        }
        return path + newest + ".m4s.manifest";
    }

    private Payer payer(String stream) throws Exception {
        byte[] secret = new byte[Digest.BYTES];
        new SecureRandom().nextBytes(secret);
        int units = 100 * UNITS_A_MINUTE;
        HashChain chain = HashChain.of(Digest.of(secret), units);
        Rest.Answer answer = control.post(
                "/v1/streams/" + stream + "/grants",
                "{\"rendition\":\"main\",\"maxBytes\":" + (long) units * Grant.UNIT_BYTES + ",\"anchor\":\""
                        + chain.anchor().hex() + "\"}");
        assertEquals(201, answer.status(), () -> answer.json().toString());
        JsonNode given = answer.json();
        assertEquals(relay.url(), URI.create(given.get("url").asText()));
        return new Payer(SignedGrant.decodeToken(given.get("grant").asText()), chain);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void inParallel(int times, Work work) throws Exception {
        inParallel(times, () -> {
            work.run();
            return null;
        });
    }

    private static void inParallel(int times, Callable<Void> work) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(executor.submit(work));
            }
            for (Future<Void> one : all) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    executor.shutdownNow();
                    throw e;
                }
            }
        }
    }

    private static double hashesPerSecond() {
        int steps = 2_000_000;
        byte[] secret = new byte[Digest.BYTES];
        HashChain chain = HashChain.of(Digest.of(secret), Grant.MAX_UNITS);
        long begun = 0;
        int done = 0;
        while (done < 2 * steps) {
            if (done >= steps && begun == 0) {
                begun = System.nanoTime();
                steps = done;
            }
            HashChain.leadsTo(chain.value(Grant.MAX_UNITS), Grant.MAX_UNITS, chain.anchor());
            done += Grant.MAX_UNITS;
        }
        return (done - steps) / seconds(begun);
    }

    private double syncsPerSecond() throws IOException {
        Path file = Files.createTempFile(network.directory(), "sync", ".bin");
        int count = 0;
        long begun = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (seconds(begun) < 2) {
                channel.write(ByteBuffer.allocate(8192));
                channel.force(false);
                count++;
            }
        }
        return count / seconds(begun);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static String ratio(double part, double whole) {
        return String.format(Locale.ROOT, "%.2f", part / whole);
    }

    private static void print(String what, double perSecond, String ratio) {
        System.out.printf(Locale.ROOT, "  %-55s %9.0f /s  %s%n", what, perSecond, ratio);
    }
}
