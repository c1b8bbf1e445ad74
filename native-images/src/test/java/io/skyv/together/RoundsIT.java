package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds on the packaged programs: they start by themselves, also after a stop, and anybody can reckon who is elected. */
class RoundsIT {
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Map<String, String> SHORT_ROUNDS =
            Map.of("SKYV_ROUND", ROUND.toString(), "SKYV_GENESIS", "demo");

    private final Network network = new Network("rounds");
    private final Rest rest = new Rest(network.control());

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void shouldStartRoundsByItselfAndOneAfterAStop() throws Exception {
        Program first = network.startControl(SHORT_ROUNDS);
        network.maker("box", "relay-owner");
        network.startBox("box", Map.of());
        network.awaitOnline(1);
        awaitRoundThatPaid();
        awaitOnlineSeconds();
        long before = newestRound();
        first.close();
        awaitTime(Instant.now().plus(ROUND.multipliedBy(3)));

        Program second = network.startControl(SHORT_ROUNDS);
        rest.await("/v1/rounds?limit=1", json -> number(json) >= before + 3);
        Map<Long, JsonNode> rounds = rounds();
        assertOnlyTheStopIsLonger(rounds);
        for (long round : rounds.keySet()) {
            assertElectedAsAnybodyReckons(rounds.get(round));
        }
        second.close();

        assertEquals(0, network.control("projections", "rebuild").awaitEnd());
        network.startControl(SHORT_ROUNDS);
        long last = rounds.size();
        rest.await("/v1/rounds?limit=1", json -> number(json) >= last);
        Map<Long, JsonNode> again = rounds();
        again.keySet().retainAll(rounds.keySet());
        assertEquals(rounds.get(last - 1), again.get(last - 1));
        assertEquals(rounds.size(), again.size());
    }

    /** One whose elected was there, so that the next one minted. */
    private void awaitRoundThatPaid() throws Exception {
        rest.await("/v1/rounds", json -> {
            for (JsonNode round : json.get("rounds")) {
                if (round.get("mintedBeforeMicros").asLong() > 0) {
                    return true;
                }
            }
            return false;
        });
    }

    private void awaitOnlineSeconds() throws Exception {
        JsonNode boxes = rest.await(
                "/v1/ledger/boxes", json -> json.at("/boxes/0/onlineSeconds").asLong() > 0);
        assertEquals("relay-owner", boxes.at("/boxes/0/owner").asText());
        assertEquals(0, boxes.at("/boxes/0/capacityKbps").asLong());
    }

    private long newestRound() throws Exception {
        return number(rest.get("/v1/rounds?limit=1"));
    }

    private static long number(JsonNode rounds) {
        return rounds.at("/rounds/0/number").asLong();
    }

    private static void awaitTime(Instant time) throws InterruptedException {
        while (Instant.now().isBefore(time)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private Map<Long, JsonNode> rounds() throws Exception {
        Map<Long, JsonNode> rounds = new TreeMap<>();
        for (JsonNode round : rest.get("/v1/rounds?limit=200").get("rounds")) {
            rounds.put(round.get("number").asLong(), round);
        }
        return rounds;
    }

    /** Their numbers have no gap, and only one gap in time is longer than a round: that of the stop. */
    private static void assertOnlyTheStopIsLonger(Map<Long, JsonNode> rounds) {
        int stops = 0;
        for (long number = 1; number < rounds.size(); number++) {
            Instant started = Instant.parse(rounds.get(number).get("startedAt").asText());
            Instant next = Instant.parse(rounds.get(number + 1).get("startedAt").asText());
            stops += Duration.between(started, next).compareTo(ROUND.multipliedBy(3)) >= 0 ? 1 : 0;
        }
        assertEquals(1, stops, rounds::toString);
    }

    /** From what REST says alone, as docs/operator/rounds.md has it. */
    private void assertElectedAsAnybodyReckons(JsonNode round) throws Exception {
        long number = round.get("number").asLong();
        JsonNode seedBlock = rest.get("/v1/blocks/" + round.get("seedBlock").asLong());
        assertEquals(seedBlock.get("hash"), round.get("seed"), round::toString);
        List<JsonNode> line = new ArrayList<>();
        rest.get("/v1/rounds/" + number + "/standings").get("standings").forEach(line::add);
        line.removeIf(one -> !one.get("candidate").asBoolean());
        line.sort(Comparator.<JsonNode>comparingLong(
                        one -> -one.get("stakeMicros").asLong())
                .thenComparingLong(one -> one.get("registration").asLong()));
        List<String> seats = new ArrayList<>();
        int byRank = (int) Math.min(line.size(), round.get("activeSetSize").asLong());
        line.subList(0, byRank).forEach(one -> seats.add(one.get("transcoder").asText() + " rank"));
        drawn(round.get("seed").asText(), line.subList(byRank, line.size()), seats);
        List<String> given = new ArrayList<>();
        round.get("elected")
                .forEach(one -> given.add(
                        one.get("transcoder").asText() + " " + one.get("seat").asText()));
        assertEquals(seats, given, round::toString);
        assertTrue(seats.size() == 2, "one by rank, one by lot: " + seats);
    }

    private static void drawn(String seed, List<JsonNode> rest, List<String> seats) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(HexFormat.of().parseHex(seed));
        BigInteger hash = new BigInteger(1, sha.digest("random-seat".getBytes(StandardCharsets.US_ASCII)));
        long total =
                rest.stream().mapToLong(one -> one.get("stakeMicros").asLong()).sum();
        long x = hash.mod(BigInteger.valueOf(total)).longValueExact();
        for (JsonNode one : rest) {
            x -= one.get("stakeMicros").asLong();
            if (x < 0) {
                seats.add(one.get("transcoder").asText() + " lot");
                return;
            }
        }
    }
}
