package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import io.skyv.together.Crowd.Then;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Who means harm, against the packaged programs: refused, at a bounded price, while somebody watches and pays. How much
 * longer parts take meanwhile is printed.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileClientsIT {
    private static final int IDLE_CONNECTIONS = 10_000;
    private static final int CONNECTIONS_PER_SECOND = 1_000;
    private static final int MAX_PER_ADDRESS = 400;
    private static final int MAX_CONNECTIONS = IDLE_CONNECTIONS + 1_000;
    private static final String OPEN = "skyv_box_connections_open";
    private static final int MAX_GRANTS_PER_STREAM = 40;
    private static final int FLOOD_SECONDS = Integer.getInteger("skyv.flood.seconds", 8);

    /** Heap of 384 MiB, as much of direct memory, and the machine's own; an attack that gets more was not bounded. */
    private static final long MAX_RESIDENT_KIB = 1_300_000;

    private final Network network = new Network("hostile");
    private final Rest control = new Rest(network.control());
    private Network.Box box;
    private Metrics metrics;
    private String stream;
    private GoodViewer viewer;
    private GoodViewer.Times usual;

    @BeforeAll
    void start() throws Throwable {
        network.startControl(Map.of(
                "SKYV_GRANTS_MAX_PER_STREAM", Integer.toString(MAX_GRANTS_PER_STREAM),
                "SKYV_HTTP_REQUEST_TIMEOUT", "PT25S",
                "SKYV_HTTP_MAX_CONNECTIONS_PER_ADDRESS", Integer.toString(MAX_PER_ADDRESS)));
        network.maker("source", "broadcaster");
        box = network.startBox(
                "source",
                Map.of(
                        "SKYV_CAMERA", "test",
                        "SKYV_ENCODING_WIDTH", "320",
                        "SKYV_ENCODING_HEIGHT", "180",
                        "SKYV_ENCODING_BITRATE", "200000",
                        "SKYV_BOX_REQUEST_TIMEOUT", "PT10S",
                        "QUARKUS_HTTP_IDLE_TIMEOUT", "PT10M", // none of a crowd may leave while it is still coming
                        "SKYV_BOX_MAX_CONNECTIONS", Integer.toString(MAX_CONNECTIONS),
                        "SKYV_BOX_MAX_CONNECTIONS_PER_ADDRESS", Integer.toString(MAX_PER_ADDRESS)));
        metrics = new Metrics(box.url());
        JsonNode streams =
                control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
        stream = streams.at("/streams/0/id").asText();
        viewer = new GoodViewer(control, stream);
        viewer.watchDuring("warm-up", 5, () -> {});
        usual = viewer.watchDuring("nothing", 2 * FLOOD_SECONDS, () -> {});
        say(usual);
    }

    @AfterAll
    void stop() {
        viewer.close();
        network.close();
    }

    @Test
    @Order(1)
    void shouldRefuseStrangeRequestsAndSayWhyInAWord() throws Exception {
        String metric = Runbook.of("strange-requests").metric();
        double before = metrics.value(metric);
        String grant = "g=" + viewer.paying().grant().id();
        for (String target : List.of(
                "/v1/streams/../../etc/passwd",
                "/v1/streams/%2e%2e%2f%2e%2e%2fetc%2fpasswd/main/0.0.m4s?" + grant,
                "//etc/passwd",
                "/v1/streams/;/main/index.m3u8?" + grant,
                "/v1/streams/%00/main/index.m3u8?" + grant,
                "/v1/streams/" + "a".repeat(4_000) + "/index.m3u8?" + grant,
                "/v1/streams/" + stream + "/main/..%2f..%2findex.m3u8?" + grant,
                "/v1/streams/" + stream + "/main/%gg.m4s?" + grant,
                "/v1/streams/" + stream + "/main/00.0.m4s?" + grant,
                "/v1/streams/" + stream + "/main/index.m3u8?" + grant + "&_HLS_msn=" + "9".repeat(400),
                "/" + "x".repeat(20_000))) {
            int status = once(HostileClient.request(target));
            assertTrue(
                    status >= 400 && status < 500,
                    status + " for " + target.substring(0, Math.min(80, target.length())));
        }
        assertTrue(metrics.value(metric) >= before + 5, "they are counted");
        String part = "/v1/streams/" + stream + "/main/0.0.m4s";
        assertEquals(431, once(HostileClient.request(part, "X: " + "y".repeat(40_000))));
        assertEquals(
                431, once(HostileClient.request(part, "X: y\r\n".repeat(10_000).strip())));
        for (String body : List.of(
                "Content-Length: 100000000",
                "Transfer-Encoding: chunked",
                "Content-Length: 5\r\nTransfer-Encoding: chunked")) {
            try (HostileClient client = new HostileClient(box.url(), 3)) {
                client.send(HostileClient.request(part, body) + "0\r\n\r\n" + HostileClient.request("/q/metrics"));
                String answer = client.readAll(100_000);
                assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
                assertTrue(answer.contains("application/problem+json") && answer.contains("too-large"), answer);
                assertEquals(answer.indexOf("HTTP/1.1"), answer.lastIndexOf("HTTP/1.1"), "one answer, then the end");
            }
        }
        try (HostileClient client = new HostileClient(box.url(), 3)) {
            client.send(HostileClient.request(
                    "/v1/nothing", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABk"));
            assertEquals(404, client.status(), "there is no other protocol to change to");
        }
    }

    @Test
    @Order(2)
    void shouldKeepPlacesForOthersWhenOneAddressTakesAllItCan() throws Throwable {
        String metric = Runbook.of("connections-refused").metric();
        try (Crowd crowd = new Crowd(box.url(), IDLE_CONNECTIONS, 1, CONNECTIONS_PER_SECOND, "", Then.STAYS)) {
            say(viewer.watchDuring("10,000 of one address come", FLOOD_SECONDS, crowd::come));
            say(viewer.watchDuring(
                    "10,000 of one address came",
                    FLOOD_SECONDS,
                    () -> metrics.await(metric, refused -> refused >= IDLE_CONNECTIONS - 2 * MAX_PER_ADDRESS)));
            assertTrue(metrics.value(OPEN) <= MAX_PER_ADDRESS + 50);
            viewer.parts();
            metrics.await(OPEN, open -> open < 50);
        }
        assertBounded();
    }

    @Test
    @Order(2)
    void shouldNotBeSlowedByConnectionsThatAskOnceAndStay() throws Throwable {
        String ask = HostileClient.request("/v1/nothing");
        try (Crowd crowd =
                new Crowd(box.url(), IDLE_CONNECTIONS, Crowd.ADDRESSES, CONNECTIONS_PER_SECOND, ask, Then.STAYS)) {
            say(viewer.watchDuring("10,000 of 100 addresses come", FLOOD_SECONDS, crowd::come));
            assertTrue(metrics.value(OPEN) >= IDLE_CONNECTIONS, "all are let in");
            say(viewer.watchDuring("10,000 connections idle", 2 * FLOOD_SECONDS, () -> {}));
            assertTrue(metrics.value(OPEN) >= IDLE_CONNECTIONS, "all are there");
        }
        metrics.await(OPEN, open -> open < 50);
        assertBounded();
    }

    @Test
    @Order(3)
    void shouldNotWaitForARequestThatNeverEnds() throws Throwable {
        String metric = Runbook.of("slow-requests").metric();
        double before = metrics.value(metric);
        int clients = 200;
        List<HostileClient> slow = new ArrayList<>();
        try {
            say(viewer.watchDuring("requests without an end", 5, () -> {
                for (int i = 0; i < clients; i++) {
                    slow.add(new HostileClient(box.url(), 5));
                    slow.getLast().send("GET / HTTP/1.1\r\nX: ");
                }
                long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (metrics.value(metric) < before + clients && System.nanoTime() < until) {
                    trickle(slow);
                    TimeUnit.MILLISECONDS.sleep(500);
                }
            }));
            assertTrue(metrics.value(metric) >= before + clients, "each is let go");
            assertTrue(slow.getFirst().isClosed());
        } finally {
            slow.forEach(HostileClient::close);
        }
    }

    @Test
    @Order(4)
    void shouldLetGoWhoAsksAndDoesNotTakeTheAnswers() throws Throwable {
        String metric = Runbook.of("slow-receivers").metric();
        double before = metrics.value(metric);
        int clients = 8;
        String ask = HostileClient.request("/v1/streams/" + stream + "/main/index.m3u8?g="
                + viewer.paying().grant().id());
        try (Crowd crowd = new Crowd(box.url(), clients, 1, CONNECTIONS_PER_SECOND, ask, Then.ASKS_ON)) {
            say(viewer.watchDuring("answers that nobody takes", 5, () -> {
                crowd.come();
                metrics.await(metric, ended -> ended >= before + clients);
            }));
        }
        assertBounded();
    }

    @Test
    @Order(5)
    void shouldAnswerUnpaidRequestsCheaply() throws Throwable {
        PayingViewer unpaid = PayingViewer.of(control, stream);
        present(unpaid);
        String part = unpaid.path() + viewer.parts().getLast();
        Map<Integer, Integer> statuses = new TreeMap<>();
        say(viewer.watchDuring(
                "unpaid requests",
                FLOOD_SECONDS,
                () -> repeat(
                        7,
                        statuses,
                        HostileClient.request(part + "?g=" + unpaid.grant().id()))));
        say("unpaid", statuses);
        assertEquals(List.of(402), List.copyOf(statuses.keySet()));
    }

    @Test
    @Order(6)
    void shouldNotCheckForgedGrantsOfAnAddressForEver() throws Throwable {
        String metric = Runbook.of("forged-grants").metric();
        double before = metrics.value(metric);
        KeyPair stranger = P256.generate();
        SignedGrant forged = SignedGrant.sign(viewer.paying().grant(), stranger.getPrivate());
        Map<Integer, Integer> statuses = new TreeMap<>();
        say(viewer.watchDuring(
                "forged grants",
                FLOOD_SECONDS,
                () -> repeat(
                        8,
                        statuses,
                        HostileClient.request("/v1/streams/" + stream + "/index.m3u8?grant=" + forged.token()))));
        say("forged", statuses);
        assertEquals(List.of(403, 429), List.copyOf(statuses.keySet()));
        assertTrue(statuses.get(403) < statuses.get(429) / 4 + 100, "only a few are looked at");
        assertTrue(metrics.value(metric) > before);
    }

    @Test
    @Order(7)
    void shouldNotHashForEverForReceiptsThatProveNothing() throws Throwable {
        PayingViewer liar = PayingViewer.of(control, stream);
        present(liar);
        GrantId grant = liar.grant().id();
        Receipt nothing = new Receipt(grant, liar.grant().units(), Digest.ZERO);
        Map<Integer, Integer> statuses = new TreeMap<>();
        say(viewer.watchDuring(
                "receipts that prove nothing",
                FLOOD_SECONDS,
                () -> repeat(
                        9,
                        statuses,
                        HostileClient.request(liar.path() + viewer.parts().getLast() + "?" + nothing.query()))));
        say("worthless receipts", statuses);
        assertEquals(List.of(403), List.copyOf(statuses.keySet()));
    }

    @Test
    @Order(8)
    void shouldServeTheSamePartAsOftenAsItIsPaidAndNoMore() throws Throwable {
        PayingViewer glutton = PayingViewer.of(control, stream);
        present(glutton);
        Receipt all = glutton.receipt(glutton.grant().units());
        Map<Integer, Integer> statuses = new TreeMap<>();
        double before = metrics.value("skyv_relay_served_bytes_total");
        say(viewer.watchDuring(
                "the same part for ever",
                FLOOD_SECONDS,
                () -> repeat(
                        10,
                        statuses,
                        HostileClient.request(glutton.path() + viewer.parts().getLast() + "?" + all.query()))));
        say("the same part", statuses);
        assertFalse(statuses.getOrDefault(200, 0) == 0);
        assertTrue(statuses.keySet().stream().allMatch(List.of(200, 403, 404)::contains), statuses.toString());
        assertTrue(metrics.value("skyv_relay_served_bytes_total") - before < 2.0 * Grant.UNIT_BYTES * 512);
        assertBounded();
    }

    @Test
    @Order(9)
    void shouldRefuseWhatIsTooMuchForTheControlPlane() throws Throwable {
        String metric = Runbook.of("too-many-grants").metric();
        Metrics books = new Metrics(network.control());
        Rest.Answer large = control.post("/v1/streams/" + stream + "/grants", " ".repeat(70_000));
        assertEquals(413, large.status());
        assertEquals("application/problem+json", large.contentType());
        assertEquals(
                400,
                control.post("/v1/streams/" + stream + "/grants", "[".repeat(60_000))
                        .status());
        assertEquals(
                400,
                control.post(
                                "/v1/reports",
                                "{\"grant\":\"" + viewer.paying().grant().id()
                                        + "\",\"resource\":\"0.0.m4s\",\"reason\":\"a\\u0000b\"}")
                        .status());
        String ask = "{\"anchor\":\"" + Digest.ZERO.hex() + "\"}";
        Map<Integer, Integer> statuses = new TreeMap<>();
        say(viewer.watchDuring("a flood of wishes for grants", FLOOD_SECONDS, () -> {
            for (int i = 0; i < 3 * MAX_GRANTS_PER_STREAM; i++) {
                statuses.merge(
                        control.post("/v1/streams/" + stream + "/grants", ask).status(), 1, Integer::sum);
            }
        }));
        say("wishes for grants", statuses);
        assertEquals(List.of(201, 429), List.copyOf(statuses.keySet()));
        assertTrue(statuses.get(201) <= MAX_GRANTS_PER_STREAM);
        assertTrue(books.value(metric) > 0);
    }

    @Test
    @Order(10)
    void shouldRefuseStrangeRequestsAtTheControlPlaneToo() throws Throwable {
        for (String target : List.of(
                "/v1/streams/../../etc/passwd",
                "/v1/streams/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "//etc/passwd",
                "/assets/..%2f..%2f..%2fetc%2fpasswd",
                "/v1/streams/%00",
                "/v1/streams/%gg",
                "/v1/accounts/" + "a".repeat(3_000),
                "/" + "x".repeat(20_000))) {
            int status = onceAtControl(HostileClient.request(target));
            assertTrue(
                    status >= 400 && status < 500,
                    status + " for " + target.substring(0, Math.min(80, target.length())));
        }
        assertEquals(431, onceAtControl(HostileClient.request("/v1/streams", "X: " + "y".repeat(40_000))));
        assertEquals(
                431,
                onceAtControl(HostileClient.request(
                        "/v1/streams", "X: y\r\n".repeat(10_000).strip())));
    }

    @Test
    @Order(11)
    void shouldKeepPlacesAtTheControlPlaneAndNotWaitForRequestsThatNeverEnd() throws Throwable {
        Metrics books = new Metrics(network.control());
        String refused = atControl("connections-refused");
        String slow = atControl("slow-requests");
        try (Crowd crowd = new Crowd(
                network.control(), IDLE_CONNECTIONS, 1, CONNECTIONS_PER_SECOND, "GET /v1/streams X", Then.STAYS)) {
            say(viewer.watchDuring("10,000 at the control plane", FLOOD_SECONDS, crowd::come));
            books.await(refused, ended -> ended >= IDLE_CONNECTIONS - 2 * MAX_PER_ADDRESS);
            assertTrue(books.value("skyv_http_connections_open") <= MAX_PER_ADDRESS + 50);
            assertEquals(1, Small.online(control.get("/v1/boxes")), "the box has its session");
            books.await(slow, ended -> ended >= MAX_PER_ADDRESS);
        }
        books.await("skyv_http_connections_open", open -> open < 50);
        assertEquals(0, books.value("skyv_sessions_ended_total"), "no box was let go with them");
    }

    /** What the page names of a box, of the control plane. */
    private static String atControl(String page) {
        return Runbook.of(page).metric().replace("skyv_box_", "skyv_http_");
    }

    private void present(PayingViewer paying) throws IOException, InterruptedException {
        assertEquals(
                200,
                paying.box()
                        .send(paying.path() + "index.m3u8?grant="
                                + paying.token().token())
                        .status());
    }

    private int once(String request) throws IOException {
        return once(box.url(), request);
    }

    private int onceAtControl(String request) throws IOException {
        return once(network.control(), request);
    }

    private static int once(URI program, String request) throws IOException {
        try (HostileClient client = new HostileClient(program, 3)) {
            client.send(request);
            return client.status();
        }
    }

    /** Sends the same request over and over on four connections, as fast as answers come. */
    private void repeat(int from, Map<Integer, Integer> statuses, String request) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOD_SECONDS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (HostileClient client = new HostileClient(box.url(), from)) {
                    while (System.nanoTime() < until) {
                        client.send(request);
                        int status = client.status();
                        synchronized (statuses) {
                            statuses.merge(status, 1, Integer::sum);
                        }
                    }
                } catch (IOException e) {
                    synchronized (statuses) {
                        statuses.merge(-1, 1, Integer::sum);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void trickle(List<HostileClient> slow) {
        for (HostileClient client : slow) {
            try {
                client.send("y");
            } catch (IOException closed) {
                // let go already
            }
        }
    }

    private void assertBounded() throws IOException {
        long resident = Files.readAllLines(
                        Path.of("/proc", Long.toString(box.program().pid()), "status"))
                .stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        System.out.println("hostile: at most " + resident / 1024 + " MiB resident so far");
        assertTrue(resident < MAX_RESIDENT_KIB, resident + " KiB resident");
    }

    private void say(GoodViewer.Times times) {
        System.out.println(times.beside(usual == null ? times : usual));
    }

    private static void say(String what, Map<Integer, Integer> statuses) {
        System.out.println("hostile: " + what + " got " + statuses + " in " + FLOOD_SECONDS + " s");
    }
}
