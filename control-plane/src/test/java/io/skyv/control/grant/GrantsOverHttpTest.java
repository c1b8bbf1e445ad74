package io.skyv.control.grant;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.skyv.control.NetworkProfile;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.Price;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.sign.MalformedException;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NetworkProfile.class)
class GrantsOverHttpTest extends NetworkTest {
    private static final long UNIT = Grant.UNIT_BYTES;

    @Test
    void shouldShowAStream() {
        given().get("/v1/streams/" + stream)
                .then()
                .statusCode(200)
                .body("id", equalTo(stream))
                .body("title", equalTo("A garden"))
                .body("box", equalTo(source.value()))
                .body("live", equalTo(true))
                .body("payer", equalTo("broadcaster"))
                .body("sponsored", equalTo(true))
                .body("pricePerGiBMicros", equalTo(1_000_000))
                .body("renditions[0].name", equalTo("main"))
                .body("renditions[0].widthPx", equalTo(1280));
        given().get("/v1/streams").then().statusCode(200).body("streams.id", hasItem(stream));
    }

    @Test
    void shouldSayThatAStreamIsNotLiveWhenItsSourceIsAway() {
        fleet.leave(source);
        given().get("/v1/streams/" + stream).then().body("live", equalTo(false));
        problem(ask(anchored("")), 503, "no-box");
    }

    @Test
    void shouldGiveAViewerAGrantForTheRelayAndSetTheMoneyAside() throws MalformedException {
        long before = balance("broadcaster");
        JsonPath answer = ask(anchored(", \"maxBytes\": 1000000"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        SignedGrant signed = SignedGrant.decodeToken(answer.getString("grant"));
        assertTrue(signed.isSignedBy(keys.grantKey().getPublic()));
        Grant grant = signed.grant();
        assertEquals(answer.getString("id"), grant.id().value());
        assertEquals(relay, grant.box());
        assertEquals("http://" + relay + ".example:8090", answer.getString("url"));
        assertEquals("main", grant.rendition().value());
        assertEquals(chain.anchor(), grant.anchor());
        assertEquals(16, answer.getInt("units"));
        assertEquals(65_536, answer.getInt("unitBytes"));
        assertEquals(1_000_000, answer.getLong("maxBytes"));
        assertEquals(100_000, answer.getLong("protocolFeePpm"));
        assertTrue(grant.signed());
        assertEquals(before - Price.escrowMicros(1_000_000, 1_000_000), balance("broadcaster"));
    }

    @Test
    void shouldGiveTheUsualBytesWhenNoneAreAskedFor() {
        ask(anchored("")).then().statusCode(201).body("maxBytes", equalTo(268_435_456));
    }

    @Test
    void shouldGiveAnotherBoxInsteadOfOneThatIsAvoided() {
        ask(anchored(", \"avoid\": [\"" + relay + "\"]")).then().statusCode(201).body("box", equalTo(source.value()));
        problem(ask(anchored(", \"avoid\": [\"" + relay + "\", \"" + source + "\"]")), 503, "no-box");
    }

    @Test
    void shouldNameWhatIsWrongWithARequest() {
        problem(ask(stream + "x", anchored("")), 404, "unknown-stream");
        problem(ask("not%20an%20id", anchored("")), 404, "unknown-stream");
        problem(ask(anchored(", \"rendition\": \"huge\"")), 404, "unknown-rendition");
        problem(ask("{}"), 400, "malformed").body("detail", containsString("anchor"));
        problem(ask("{\"anchor\": \"xyz\"}"), 400, "malformed");
        problem(ask("{\"anchor\": "), 400, "malformed");
        problem(ask("[]"), 400, "malformed");
        problem(ask(""), 400, "malformed");
        problem(ask(anchored(", \"maxBytes\": 0")), 400, "malformed");
        problem(ask(anchored(", \"maxBytes\": 4294967297")), 400, "malformed");
        problem(ask(anchored(", \"avoid\": [\"not an id\"]")), 400, "malformed");
        problem(given().get("/v1/grants/" + "0".repeat(32)), 404, "unknown-grant");
        problem(given().get("/v1/grants/nonsense"), 404, "unknown-grant");
        problem(given().get("/v1/nothing"), 404, "not-found");
        problem(given().delete("/v1/streams"), 405, "method-not-allowed");
        problem(
                given().contentType("application/json")
                        .body(" ".repeat(70_000))
                        .post("/v1/streams/" + stream + "/grants"),
                413,
                "too-large");
    }

    @Test
    void shouldRefuseWhatThePayerCannotPay() {
        own(source, "poor");
        problem(ask(anchored("")), 409, "insufficient_funds");
        given().get("/v1/accounts/poor").then().body("balanceMicros", equalTo(1));
    }

    @Test
    void shouldBoundTheOpenGrantsOfAStream() {
        for (int i = 0; i < NetworkProfile.MAX_GRANTS_PER_STREAM; i++) {
            ask(anchored("")).then().statusCode(201);
        }
        problem(ask(anchored("")), 429, "too-many-grants");
    }

    @Test
    void shouldPayTheRelaysOwnerAsReceiptsComeAndGiveTheRestBackAtTheEnd() {
        long payer = balance("broadcaster");
        long owner = balance("relay-owner");
        String id = grantId(anchored(", \"maxBytes\": 1000000"));
        assertEquals(new BookedReceipt(id, 3 * UNIT, "", false), book(relay, receipt(id, 3, false)));
        long paid = Price.costMicros(3 * UNIT, 1_000_000);
        long burned = Math.ceilDiv(paid * 100_000, 1_000_000L);
        given().get("/v1/grants/" + id)
                .then()
                .statusCode(200)
                .body("payer", equalTo("broadcaster"))
                .body("box", equalTo(relay.value()))
                .body("owner", equalTo("relay-owner"))
                .body("stream", equalTo(stream))
                .body("settledBytes", equalTo((int) (3 * UNIT)))
                .body("paidMicros", equalTo((int) paid))
                .body("burnedMicros", equalTo((int) burned))
                .body("earnedMicros", equalTo((int) (paid - burned)))
                .body("escrowMicros", equalTo((int) (Price.escrowMicros(1_000_000, 1_000_000) - paid)))
                .body("state", equalTo("open"));
        assertEquals(owner + paid - burned, balance("relay-owner"));

        assertEquals(new BookedReceipt(id, 1_000_000, "", true), book(relay, receipt(id, 16, true)));
        long all = Price.costMicros(1_000_000, 1_000_000);
        given().get("/v1/grants/" + id)
                .then()
                .body("state", equalTo("closed"))
                .body("settledBytes", equalTo(1_000_000))
                .body("paidMicros", equalTo((int) all))
                .body("escrowMicros", equalTo(0));
        assertEquals(payer - all, balance("broadcaster"));
    }

    @Test
    void shouldRedirectAPlainPlayerToABoxUnderAnUnsignedGrant() throws MalformedException {
        String location = given().redirects()
                .follow(false)
                .get("/v1/streams/" + stream + "/plain.m3u8")
                .then()
                .statusCode(307)
                .extract()
                .header("Location");
        String start = "http://" + relay + ".example:8090/v1/streams/" + stream + "/index.m3u8?grant=";
        assertTrue(location.startsWith(start), location);
        SignedGrant signed = SignedGrant.decodeToken(location.substring(start.length()));
        assertTrue(signed.isSignedBy(keys.grantKey().getPublic()));
        Grant grant = signed.grant();
        assertFalse(grant.signed());
        assertEquals(BANDWIDTH_BPS * 3 / 2, grant.maxBitrateBps());
        assertEquals(3_600_000, grant.expiresAtMillis() - grant.issuedAtMillis());
        assertEquals(grant.maxBytes(), grant.allowedBytes(grant.expiresAtMillis()));
        problem(given().get("/v1/streams/" + stream + "x/plain.m3u8"), 404, "unknown-stream");
    }

    @Test
    void shouldTakeReportsOfAGrantButNotTooMany() {
        String id = grantId(anchored(""));
        for (int i = 0; i < ReportDesk.MAX_PER_GRANT; i++) {
            report(id, "17.3.m4s").then().statusCode(202);
        }
        problem(report(id, "17.3.m4s"), 429, "too-many-reports");
        problem(report("0".repeat(32), "17.3.m4s"), 404, "unknown-grant");
        problem(report("x", "17.3.m4s"), 400, "malformed");
        problem(report(id, "x".repeat(301)), 400, "malformed");
    }

    @Test
    void shouldShowAccountsAndWhereTheLedgerStands() {
        given().get("/v1/accounts")
                .then()
                .statusCode(200)
                .body("accounts.id", hasItem("broadcaster"))
                .body("accounts.id", hasItem("relay-owner"));
        given().get("/v1/accounts?after=broadcaster&limit=1").then().body("accounts.size()", equalTo(1));
        problem(given().get("/v1/accounts?limit=0"), 400, "malformed");
        problem(given().get("/v1/accounts/nobody"), 404, "unknown-account");
        long blocks = given().get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("blocks");
        assertTrue(blocks > 0 && blocks <= books.view().head().blocks(), "rounds go on beside this");
    }

    @Test
    void shouldLetPagesFromElsewhereAsk() {
        given().header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type")
                .options("/v1/streams/" + stream + "/grants")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("https://elsewhere.example"));
    }

    @Test
    void shouldDescribeItselfAndItsHealth() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/v1/streams/{id}/grants"))
                .body("paths", hasKey("/v1/streams/{id}/plain.m3u8"))
                .body("paths", hasKey("/v1/grants/{id}"))
                .body("paths", hasKey("/v1/reports"))
                .body("paths", hasKey("/v1/accounts/{id}"))
                .body("paths", hasKey("/v1/ledger"));
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("skyv_build_info"))
                .body(containsString("skyv_ledger_blocks_total"))
                .body(containsString("skyv_ledger_operations_total"))
                .body(containsString("skyv_ledger_queue"));
    }

    private String grantId(String body) {
        return ask(body).then().statusCode(201).extract().jsonPath().getString("id");
    }

    private String anchored(String more) {
        return "{\"anchor\": \"" + chain.anchor().hex() + "\"" + more + "}";
    }

    private Response ask(String body) {
        return ask(stream, body);
    }

    private static Response ask(String stream, String body) {
        return given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/v1/streams/" + stream + "/grants");
    }

    private static Response report(String grant, String resource) {
        return given().contentType("application/json")
                .body("{\"grant\": \"" + grant + "\", \"resource\": \"" + resource + "\", \"reason\": \"wrong hash\"}")
                .post("/v1/reports");
    }

    private static ValidatableResponse problem(Response response, int status, String code) {
        return response.then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("type", equalTo("urn:skyv:problem:" + code))
                .body("$", hasKey("title"))
                .body("$", hasKey("detail"));
    }

    private static long balance(String account) {
        return given().get("/v1/accounts/" + account)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("balanceMicros");
    }
}
