package io.skyv.control.projection;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.skyv.control.NetworkProfile;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.projection.store.ProjectionTables;
import io.skyv.control.projection.store.Projector;
import io.skyv.proto.sign.Digest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The books by REST, of a ledger that runs. */
@QuarkusTest
@TestProfile(NetworkProfile.class)
class BooksOverHttpTest {
    private static final long PATIENCE_SECONDS = 60;
    private static int ids;

    @Inject
    LedgerPort ledger;

    @Inject
    Projector projector;

    @Inject
    ProjectionTables tables;

    /** The first round starts by itself. */
    @BeforeEach
    void awaitTheFirstRound() {
        awaitThat(() -> ledger.books().head().round() > 0);
        awaitProjected();
    }

    @Test
    void shouldShowARoundWithWhoWasElectedAndEverybodyWhoStood() {
        JsonPath round = get("/v1/rounds/1");
        assertEquals(List.of("relay-owner"), round.getList("elected.findAll {it.seat == 'rank'}.transcoder"));
        assertEquals(1, round.getList("elected.findAll {it.seat == 'lot'}").size());
        assertEquals(250_000_000_000L, round.getLong("drawnFromMicros"));
        assertTrue(round.getLong("draw") < 250_000_000_000L);
        assertEquals(get("/v1/blocks/" + round.getLong("seedBlock")).getString("hash"), round.getString("seed"));
        given().get("/v1/rounds/1/standings")
                .then()
                .body("standings.transcoder", equalTo(List.of("relay-owner", "broadcaster", "night-owl")))
                .body("standings.place", equalTo(List.of(1, 2, 3)))
                .body("standings[0].ownMicros", equalTo(150_000_000_000L))
                .body("standings.candidate", equalTo(List.of(true, true, true)));
        given().get("/v1/rounds/1/standings?after=1&limit=1")
                .then()
                .body("standings.transcoder", equalTo(List.of("broadcaster")));
        given().get("/v1/rounds").then().body("rounds.number", hasItems(1));
    }

    @Test
    void shouldTellAnAccountsHistoryPageByPageTheNewestFirst() {
        for (int i = 1; i <= 5; i++) {
            ask(new Operation.Transfer("alice", "saver", i));
        }
        ask(new Operation.Transfer("saver", "bob", 4));
        awaitProjected();
        List<Integer> deltas = new ArrayList<>();
        String path = "/v1/accounts/saver/movements?limit=4";
        String next = "";
        while (next != null) {
            JsonPath page = get(path + (next.isEmpty() ? "" : "&before=" + next));
            deltas.addAll(page.getList("movements.deltaMicros"));
            next = page.getString("next");
        }
        assertEquals(List.of(-4, 5, 4, 3, 2, 1), deltas);
        given().get("/v1/accounts/saver/movements?limit=1")
                .then()
                .body("movements[0].kind", equalTo("transfer"))
                .body("movements[0].about", equalTo("bob"))
                .body("movements[0].balanceMicros", equalTo(11));
    }

    @Test
    void shouldShowWhatIsBondedAndWhatIsOnItsWayOut() {
        given().get("/v1/accounts/bob/positions").then().body("positions.transcoder", equalTo(List.of("broadcaster")));
        long before = get("/v1/accounts/bob/positions").getLong("positions[0].valueMicros");
        ask(new Operation.Unbond("bob", "broadcaster", 5_000_000));
        ask(new Operation.Bond("bob", "night-owl", 2_000_000));
        awaitProjected();
        JsonPath positions = get("/v1/accounts/bob/positions");
        long left = positions.getLong("positions[0].valueMicros");
        assertTrue(left == before - 5_000_000 || left == before - 5_000_001, "shares round up: " + left);
        assertEquals(2_000_000, positions.getLong("positions[1].pendingMicros"));
        given().get("/v1/accounts/bob/positions?after=broadcaster").then().body("positions", hasSize(1));
        given().get("/v1/accounts/bob/locks")
                .then()
                .body("locks.micros", equalTo(List.of(5_000_000)))
                .body("locks.from", equalTo(List.of("broadcaster")));
        given().get("/v1/transcoders/night-owl/positions")
                .then()
                .body("positions.delegator", equalTo(List.of("bob", "night-owl")));
        ask(new Operation.Rebond("bob", get("/v1/accounts/bob/locks").getLong("locks[0].number")));
        ask(new Operation.CancelPending("bob", "night-owl"));
        awaitProjected();
        given().get("/v1/accounts/bob/locks").then().body("locks", hasSize(0));
        given().get("/v1/accounts/bob/positions").then().body("positions", hasSize(1));
    }

    @Test
    void shouldShowTranscodersInOrderOfTheirIds() {
        given().get("/v1/transcoders")
                .then()
                .body("transcoders.id", equalTo(List.of("broadcaster", "night-owl", "relay-owner")));
        given().get("/v1/transcoders?after=broadcaster&limit=1")
                .then()
                .body("transcoders.id", equalTo(List.of("night-owl")));
        given().get("/v1/transcoders/night-owl")
                .then()
                .body("blockRewardCutPpm", equalTo(150_000))
                .body("$", not(hasKey("notice")));
    }

    @Test
    void shouldShowBlocksThatFollowEachOther() {
        ask(new Operation.Transfer("alice", "bob", 1));
        awaitProjected();
        List<Map<String, Object>> blocks = get("/v1/blocks?limit=3").getList("blocks");
        for (int i = 1; i < blocks.size(); i++) {
            assertEquals(blocks.get(i).get("hash"), blocks.get(i - 1).get("previousHash"));
        }
        Object second = blocks.get(1).get("number");
        assertEquals(
                second,
                get("/v1/blocks?limit=1&before=" + blocks.get(0).get("number")).get("blocks[0].number"));
    }

    @Test
    void shouldShowWhatTheBooksKnowOfBoxes() {
        ask(new Operation.AssignBox("box-9", "bob"));
        ask(new Operation.Online("box-9", 0, 17, false));
        awaitProjected();
        JsonPath box = get("/v1/ledger/boxes?after=box-8&limit=1");
        assertEquals("bob", box.getString("boxes[0].owner"));
        assertEquals(0, box.getLong("boxes[0].capacityKbps"));
    }

    @Test
    void shouldShowGrantsOpenAndClosed() {
        long round = ledger.books().head().round();
        String first = "%08x%024x".formatted(round, 1);
        String second = "%08x%024x".formatted(round, 2);
        for (String id : List.of(first, second)) {
            ask(new Operation.OpenGrant(
                    id, "night-owl", "box-7", 1 << 30, 1_000, round, true, 1, 1 << 30, Digest.ZERO));
        }
        ask(new Operation.Receipt(first, 1 << 29, 1 << 29, Digest.ZERO));
        ask(new Operation.CloseGrant(first));
        awaitProjected();
        given().get("/v1/accounts/night-owl/grants")
                .then()
                .body("grants.id", equalTo(List.of(first, second)))
                .body("grants.state", equalTo(List.of("closed", "open")))
                .body("grants.paidMicros", equalTo(List.of(500, 0)))
                .body("grants.escrowMicros", equalTo(List.of(0, 1_000)));
        given().get("/v1/accounts/night-owl/movements?limit=1")
                .then()
                .body("movements[0].kind", equalTo("closeGrant"))
                .body("movements[0].deltaMicros", equalTo(500));
        given().get("/v1/accounts/box-7/movements")
                .then()
                .body("movements.kind", equalTo(List.of("receipt")))
                .body("movements.deltaMicros", equalTo(List.of(450)));
    }

    @Test
    void shouldComeToTheSameWhenItIsMadeAnew() {
        ask(new Operation.Transfer("alice", "again", 3));
        awaitProjected();
        List<String> paths = List.of(
                "/v1/rounds/1",
                "/v1/rounds/1/standings",
                "/v1/accounts/again/movements",
                "/v1/accounts/relay-owner/positions",
                "/v1/accounts/night-owl/grants",
                "/v1/transcoders/broadcaster",
                "/v1/blocks/1");
        List<String> before = paths.stream().map(this::text).toList();
        tables.clear();
        ask(new Operation.Transfer("alice", "bob", 1));
        awaitProjected();
        assertEquals(before, paths.stream().map(this::text).toList());
    }

    @Test
    void shouldSayWhatThereIsNot() {
        problem(given().get("/v1/rounds/99999999"), 404, "unknown-round");
        problem(given().get("/v1/rounds/99999999/standings"), 404, "unknown-round");
        problem(given().get("/v1/blocks/99999999"), 404, "unknown-block");
        problem(given().get("/v1/transcoders/nobody"), 404, "unknown-transcoder");
        problem(given().get("/v1/transcoders/nobody/positions"), 404, "unknown-transcoder");
        problem(given().get("/v1/accounts/not%20an%20id/movements"), 404, "unknown-account");
        problem(given().get("/v1/rounds?limit=201"), 400, "malformed");
        problem(given().get("/v1/blocks?limit=0"), 400, "malformed");
        problem(given().get("/v1/accounts/alice/movements?before=x"), 400, "malformed");
        problem(given().get("/v1/accounts/alice/movements?before=9999999999999999999.0"), 400, "malformed");
    }

    @Test
    void shouldBeInTheOpenApi() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .body("paths", hasKey("/v1/rounds/{number}/standings"))
                .body("paths", hasKey("/v1/accounts/{id}/movements"));
    }

    private String text(String path) {
        return given().get(path).then().statusCode(200).extract().asString();
    }

    private static JsonPath get(String path) {
        return given().get(path).then().statusCode(200).extract().jsonPath();
    }

    private static void problem(Response response, int status, String code) {
        response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    private void ask(Operation operation) {
        OperationId id = OperationId.of(ledger.books().head().round(), 77, ++ids);
        Answer answer = ledger.ask(new Request(id, operation))
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        assertTrue(
                answer instanceof Answer.Done(Outcome outcome) && outcome instanceof Outcome.Applied,
                () -> operation + ": " + answer);
    }

    private void awaitProjected() {
        long blocks = ledger.books().head().blocks();
        awaitThat(() -> projector.projectedBlocks() >= blocks);
    }

    private static void awaitThat(BooleanSupplier holds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < until, "it does not come to it");
            Thread.onSpinWait();
        }
    }
}
