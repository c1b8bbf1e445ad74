package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import io.skyv.together.PayingDriver.ReceiptIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * How fast a relay sends what is in its ring, next to nginx that sends the same bytes from memory, turn by turn in the
 * same run; and what it costs the relay that it is paid.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayEgressBench {
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = Integer.getInteger("skyv.bench.rounds", 5);
    private static final int SECONDS = Integer.getInteger("skyv.bench.seconds", 5);
    /** Until Java has compiled what is busy. */
    private static final int WARM_SECONDS = Integer.getInteger("skyv.bench.warm-seconds", 10);

    private static final int PART_BYTES = 200_000;
    private static final int PARTS_TRIED = 8;

    private static final double GIB = 1L << 30;
    private static final Pattern SEGMENT = Pattern.compile("^(\\d+)\\.m4s", Pattern.MULTILINE);

    private final Network network = new Network("relay-egress");
    private Network.Box relay;
    private Path memory;
    private Nginx nginx;
    private OperatorGrants grants;
    private SignedGrant unsigned;
    private String path = "";

    @BeforeAll
    void start() throws Exception {
        assumeTrue(Nginx.isInstalled(), "nginx is not installed: apt-get install nginx-light");
        assumeTrue(Wrk.isInstalled(), "wrk is not installed: apt-get install wrk");
        Path film = BenchFilm.noise(network.directory(), 8_400_000);
        network.startControl();
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        // the ledger knows nothing of these grants, and closes all that are handed in with the first that is unused for
        // long
        Map<String, String> seldom = Map.of(
                "SKYV_UPLINK_RECEIPT_INTERVAL",
                "PT1H",
                "SKYV_METER_IDLE_CLOSE",
                "PT1H",
                "SKYV_RELAY_RING_BYTES",
                "200000000");
        Map<String, String> source = new HashMap<>(seldom);
        source.put("SKYV_CAMERA", film.toString());
        network.startBox("source", source);
        relay = network.startBox("relay", seldom);
        Rest control = new Rest(network.control());
        String stream = control.await(
                        "/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                .at("/streams/0/id")
                .asText();
        network.awaitOnline(2);
        PayingViewer viewer = PayingViewer.of(control, stream);
        viewer.watch(1);
        assertEquals(relay.url(), viewer.boxUrl());
        path = viewer.path();
        grants = OperatorGrants.of(network, viewer.grant().box().value(), stream);
        unsigned = grants.unsigned();
        memory = Files.createTempDirectory(Path.of("/dev/shm"), "skyv-bench-");
        nginx = Nginx.start(network.directory().resolve("nginx"), memory);
    }

    @AfterAll
    void stop() throws Exception {
        if (nginx != null) {
            nginx.close();
            try (var files = Files.list(memory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(memory);
        }
        network.close();
    }

    @Test
    void segments() throws Exception {
        measure("segments", () -> newest() + ".m4s", ReceiptIn.HEADER);
    }

    @Test
    void parts() throws Exception {
        measure("parts", this::usualPart, ReceiptIn.HEADER);
    }

    @Test
    void partsThatBrowsersPay() throws Exception {
        measure("parts, receipts in the URL", this::usualPart, ReceiptIn.URL);
    }

    private long newest() throws Exception {
        Matcher segments = SEGMENT.matcher(text(get("index.m3u8?grant=" + unsigned.token())));
        long newest = -1;
        while (segments.find()) {
            newest = Long.parseLong(segments.group(1));
        }
        return newest;
    }

    /** Of the newest whole segment, the part whose size is nearest to what the aim is for. */
    private String usualPart() throws Exception {
        long segment = newest();
        String nearest = "";
        long off = Long.MAX_VALUE;
        for (int part = 0; part < PARTS_TRIED; part++) {
            String name = segment + "." + part + ".m4s";
            long bytes = get(name + "?g=" + unsigned.grant().id()).body().length;
            if (Math.abs(bytes - PART_BYTES) < off) {
                off = Math.abs(bytes - PART_BYTES);
                nearest = name;
            }
        }
        return nearest;
    }

    private record Turn(double perSecond, double cpuSecondsPerGiB) {}

    private interface Name {
        String now() throws Exception;
    }

    private void measure(String what, Name name, ReceiptIn receiptIn) throws Exception {
        for (String algorithm : CongestionControl.toMeasure()) {
            try (var chosen = CongestionControl.use(algorithm)) {
                unsigned = grants.unsigned();
                measure(what + ", TCP " + chosen.name(), name.now(), receiptIn, purses((ROUNDS + 1) * CONNECTIONS));
            }
        }
    }

    private void measure(String what, String name, ReceiptIn receiptIn, List<PayingDriver.Purse> purses)
            throws Exception {
        byte[] object = get(name + "?g=" + unsigned.grant().id()).body();
        Files.write(memory.resolve(name), object);
        URI atRelay = relay.url().resolve(path + name);
        URI atRelayForWrk = URI.create(atRelay + "?g=" + unsigned.grant().id());
        PayingDriver driver = new PayingDriver(atRelay, object.length, CONNECTIONS, receiptIn);
        List<Turn> nginxTurns = new ArrayList<>();
        List<Turn> relayTurns = new ArrayList<>();
        List<Turn> freeTurns = new ArrayList<>();
        List<Turn> paidTurns = new ArrayList<>();
        Wrk.run(atRelayForWrk, CONNECTIONS, WARM_SECONDS);
        driver.run(WARM_SECONDS, purses::removeLast);
        for (int round = 0; round < ROUNDS; round++) {
            Turn yardstick = turn(object.length, nginx::use, () -> Wrk.run(nginx.url(name), CONNECTIONS, SECONDS));
            Turn own = turn(object.length, this::relayUse, () -> Wrk.run(atRelayForWrk, CONNECTIONS, SECONDS));
            Turn free = turn(
                    object.length,
                    this::relayUse,
                    () -> driver.run(SECONDS, () -> new PayingDriver.Purse(unsigned, Optional.empty())));
            Turn paid = turn(object.length, this::relayUse, () -> driver.run(SECONDS, purses::removeLast));
            nginxTurns.add(yardstick);
            relayTurns.add(own);
            freeTurns.add(free);
            paidTurns.add(paid);
        }
        System.out.printf(
                Locale.ROOT,
                "%s of %,d bytes, %d connections, median of %d turns of %d s%n",
                what,
                object.length,
                CONNECTIONS,
                ROUNDS,
                SECONDS);
        print("nginx (wrk)", nginxTurns, nginxTurns);
        print("relay, unsigned grant (wrk)", relayTurns, nginxTurns);
        print("relay, unsigned grant (own driver)", freeTurns, freeTurns);
        print("relay, paid per request (own driver)", paidTurns, freeTurns);
    }

    private interface Load {
        Wrk.Result run() throws Exception;
    }

    private interface Use {
        ProcessUse now() throws Exception;
    }

    private static Turn turn(long objectBytes, Use use, Load load) throws Exception {
        double before = use.now().cpuSeconds();
        Wrk.Result result = load.run();
        double cpu = use.now().cpuSeconds() - before;
        assertEquals("", result.faults());
        return new Turn(result.perSecond(), cpu / (result.requests() * objectBytes / GIB));
    }

    private ProcessUse relayUse() throws Exception {
        return ProcessUse.of(relay.program().pid());
    }

    private static void print(String who, List<Turn> turns, List<Turn> yardstick) {
        double rate = median(turns.stream().map(Turn::perSecond).toList());
        double cpu = median(turns.stream().map(Turn::cpuSecondsPerGiB).toList());
        System.out.printf(
                Locale.ROOT,
                "  %-38s %10.0f requests/s (%.2f of yardstick)  %6.3f CPU s/GiB (%.2f)%n",
                who,
                rate,
                rate / median(yardstick.stream().map(Turn::perSecond).toList()),
                cpu,
                cpu / median(yardstick.stream().map(Turn::cpuSecondsPerGiB).toList()));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private List<PayingDriver.Purse> purses(int count) {
        List<PayingDriver.Purse> made = new ArrayList<>();
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < count; i++) {
            byte[] secret = new byte[Digest.BYTES];
            random.nextBytes(secret);
            HashChain chain = HashChain.of(Digest.of(secret), Grant.MAX_UNITS);
            made.add(new PayingDriver.Purse(grants.signed(chain.anchor()), Optional.of(chain)));
        }
        return made;
    }

    private Rest.Answer get(String name) throws Exception {
        Rest.Answer answer = new Rest(relay.url()).send(path + name);
        assertEquals(200, answer.status());
        return answer;
    }

    private static String text(Rest.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
