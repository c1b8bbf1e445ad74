package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two control planes on one database; whichever writes the ledger is killed, again and again, while grants are asked for
 * and paid. The other one takes over; what anybody was told is in the books, once, and both have the same. {@code
 * -Dskyv.soak.kills}.
 */
class LedgerKillsSoak {
    private static final int KILLS = Integer.getInteger("skyv.soak.kills", 50);
    private static final int ASKERS = 4;
    /** Grants that are told of between two kills, asked for as fast as they are given. */
    private static final int GRANTS_BETWEEN = 500;

    private static final Pattern REPLAYED = Pattern.compile("ledger: state ([0-9a-f]{64}), from the first block on");
    private static final Pattern STOPPED = Pattern.compile("ledger: stopped after block \\d+, state ([0-9a-f]{64})");

    private static final Duration TAKES_OVER_WITHIN = Duration.ofSeconds(5);
    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final String ANCHOR = HashChain.of(Digest.ZERO, 1).anchor().hex();
    private static final Map<String, String> MANY_GRANTS = Map.of("SKYV_GRANTS_MAX_PER_STREAM", "200000");

    private final Samples samples = new Samples();
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private volatile Rest writer = new Rest(URI.create("http://127.0.0.1:1"));
    /** While the one that was killed starts again: beside askers at full speed that takes it a minute on two cores. */
    private volatile boolean resting;

    private volatile boolean over;
    private int checked;

    /** One of the two. */
    private static final class Node {
        private final Network network;
        private final Rest rest;
        private final Map<String, String> environment;
        private Program program;

        Node(Network network, Map<String, String> environment) {
            this.network = network;
            this.rest = new Rest(network.control());
            this.environment = environment;
            this.program = network.launchControl(environment);
        }

        boolean answers(int status, String word) {
            try {
                Rest.Answer answer = rest.send(Network.READY);
                return answer.status() == status && answer.json().toString().contains(word);
            } catch (IOException | InterruptedException e) {
                return false;
            }
        }
    }

    @Test
    void shouldKeepWhatItToldWhoeverOfTwoIsKilled() throws Exception {
        try (Network base = new Network("ledger-kills");
                Network one = new Network("ledger-kills-1");
                Network two = new Network("ledger-kills-2");
                ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, String> environment = database(base);
            copyKeys(base, one);
            copyKeys(base, two);
            Node writing = new Node(one, environment);
            await(() -> writing.answers(200, "writing"), BOUND, "the first one does not write");
            Node following = new Node(two, environment);
            await(() -> following.answers(503, "standby"), BOUND, "the second one does not follow");
            JsonNode before = writing.rest.get("/v1/ledger");
            try (Forwarder front = new Forwarder(one.httpsPort())) {
                String stream = source(base, front, writing.rest);
                writer = writing.rest;
                for (int i = 0; i < ASKERS; i++) {
                    askers.execute(() -> ask(stream));
                }
                Node last;
                try {
                    last = killAll(writing, following, front);
                } finally {
                    over = true;
                }
                check(before, last, last == writing ? following : writing);
            }
            System.out.print(samples.table("seconds"));
        }
    }

    private Node killAll(Node first, Node second, Forwarder front) throws Exception {
        Node writing = first;
        Node following = second;
        for (int kill = 1; kill <= KILLS; kill++) {
            int enough = told.size() + GRANTS_BETWEEN;
            await(() -> told.size() >= enough, BOUND, "no more grants are given");
            writing.program.kill();
            long killed = System.nanoTime();
            Node next = following;
            await(() -> next.answers(200, "writing"), TAKES_OVER_WITHIN, "the standby has not taken over");
            double seconds = (System.nanoTime() - killed) / 1e9;
            samples.add("taken over", seconds);
            front.to(next.network.httpsPort());
            writer = next.rest;
            resting = true;
            checkThoseToldSince(next);
            System.out.printf(
                    Locale.ROOT,
                    "kill %d of %d: taken over after %.1f s; all of %d grants told of so far are there%n",
                    kill,
                    KILLS,
                    seconds,
                    checked);
            following = writing;
            writing = next;
            Node back = following;
            back.program = back.network.launchControl(back.environment);
            await(() -> back.answers(503, "standby"), BOUND, "the one that was killed does not follow");
            resting = false;
        }
        return writing;
    }

    /** Asks for one grant after the other, and remembers those it was told of. */
    private void ask(String stream) {
        String body = "{\"anchor\":\"" + ANCHOR + "\",\"maxBytes\":65536}";
        while (!over) {
            try {
                while (resting && !over) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                Rest.Answer answer = writer.post("/v1/streams/" + stream + "/grants", body);
                if (answer.status() == 201) {
                    told.add(answer.json().get("id").asText());
                } else {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            } catch (IOException | InterruptedException e) {
                // the writer is gone; the next one is asked
            }
        }
    }

    /** Those that were told of before the last kill were looked for then, and are once more at the end. */
    private void checkThoseToldSince(Node writing) throws Exception {
        List<String> since = told.stream().skip(checked).toList();
        for (String grant : since) {
            assertOpen(writing, grant);
        }
        checked += since.size();
    }

    private static void assertOpen(Node writing, String grant) throws Exception {
        assertEquals(
                "open", writing.rest.get("/v1/grants/" + grant).get("state").asText(), grant);
    }

    private void check(JsonNode before, Node writing, Node following) throws Exception {
        for (String grant : told) {
            assertOpen(writing, grant);
        }
        assertEquals(told.size(), told.stream().distinct().count(), "a grant was told of twice");
        JsonNode ledger = writing.rest.get("/v1/ledger");
        assertEquals(
                ledger.get("supplyMicros").asLong(),
                ledger.get("accountsMicros").asLong()
                        + ledger.get("escrowMicros").asLong());
        assertEquals(
                ledger.get("escrowMicros").asLong(),
                ledger.get("grantsEscrowMicros").asLong());
        assertEquals(
                before.get("supplyMicros").asLong(),
                ledger.get("supplyMicros").asLong() + ledger.get("burnedMicros").asLong());
        assertTrue(ledger.get("openGrants").asInt() >= told.size());
        following.rest.await("/v1/ledger", ledger::equals);
        // a start does again all that is in the journal, and believes nothing of it
        following.program.close();
        following.program = following.network.launchControl(following.environment);
        await(() -> following.answers(503, "standby"), BOUND, "it does not come back");
        assertEquals(ledger, following.rest.get("/v1/ledger"), "replayed");
        checkStates(writing, following);
        System.out.printf("%d kills, %d grants told of, %s%n", KILLS, told.size(), ledger);
    }

    /** What both had in memory, and what the journal comes to from its first block on. */
    private static void checkStates(Node writing, Node following) throws Exception {
        following.program.close();
        writing.program.close();
        try (Program check = writing.network.command(writing.environment, "ledger", "check")) {
            assertEquals(0, check.awaitEnd(), check::output);
            String replayed = found(REPLAYED, check);
            assertEquals(replayed, found(STOPPED, writing.program), "the writer's state");
            assertEquals(replayed, found(STOPPED, following.program), "the standby's state");
            System.out.println("state of writer, standby and replay: " + replayed);
        }
    }

    /** What the newest such line says. */
    private static String found(Pattern line, Program program) {
        return line.matcher(program.output())
                .results()
                .map(found -> found.group(1))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError(program.output()));
    }

    /** One control plane makes database and keys, and is killed: its PostgreSQL goes on without it. */
    private static Map<String, String> database(Network base) throws IOException, InterruptedException {
        Program maker = base.startControl();
        base.maker("source", "broadcaster");
        maker.kill();
        Path postgres = base.directory().resolve("control/postgres");
        Map<String, String> environment = new HashMap<>(MANY_GRANTS);
        environment.put(
                "SKYV_DATABASE_URL",
                "postgresql://skyv:"
                        + Files.readString(postgres.resolve("password")).strip() + "@127.0.0.1:"
                        + Files.readString(postgres.resolve("port")).strip() + "/skyv");
        return environment;
    }

    /** The network's keys, and which boxes were sold. */
    private static void copyKeys(Network from, Network to) throws IOException {
        Path source = from.directory().resolve("control");
        Path target = to.directory().resolve("control");
        for (String directory : List.of("keys", "maker")) {
            Files.createDirectories(target.resolve(directory));
            try (Stream<Path> files = Files.list(source.resolve(directory))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            target.resolve(directory).resolve(file.getFileName()),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** A box that films, whose control plane is whoever the forwarder leads to. */
    private static String source(Network base, Forwarder front, Rest writer) throws Exception {
        Map<String, String> environment = new HashMap<>(Soak.CAMERA);
        environment.put("SKYV_CONTROL", "127.0.0.1:" + front.port());
        base.launchBox("source", environment, Place.HERE);
        JsonNode streams =
                writer.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
        return streams.at("/streams/0/id").asText();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, Duration bound, String otherwise) throws Exception {
        long until = System.nanoTime() + bound.toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < until, otherwise + " within " + bound.toSeconds() + " s");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
