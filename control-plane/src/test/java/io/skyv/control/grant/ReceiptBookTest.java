package io.skyv.control.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.skyv.control.NetworkProfile;
import io.skyv.control.economy.Operation;
import io.skyv.control.journal.OperationId;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NetworkProfile.class)
class ReceiptBookTest extends NetworkTest {
    private static final long UNIT = Grant.UNIT_BYTES;

    @Inject
    GrantDesk desk;

    @Test
    void shouldNotMindReceiptsThatComeAgainOrLate() {
        String id = signedGrant().id().value();
        assertEquals(new BookedReceipt(id, 5 * UNIT, "", false), book(relay, receipt(id, 5, false)));
        assertEquals(new BookedReceipt(id, 5 * UNIT, "", false), book(relay, receipt(id, 5, false)));
        assertEquals(new BookedReceipt(id, 5 * UNIT, "", false), book(relay, receipt(id, 2, false)));
        assertEquals(new BookedReceipt(id, 7 * UNIT, "", true), book(relay, receipt(id, 7, true)));
        assertEquals(new BookedReceipt(id, 7 * UNIT, "", true), book(relay, receipt(id, 7, true)));
        assertEquals(new BookedReceipt(id, 7 * UNIT, "unknown_grant", true), book(relay, receipt(id, 8, true)));
    }

    @Test
    void shouldBookNothingForAPreimageThatDoesNotLeadToTheChain() {
        String id = signedGrant().id().value();
        byte[] forged = Digest.sha256(new byte[] {1, 2, 3}).bytes();
        assertEquals(
                new BookedReceipt(id, 0, "invalid_receipt", false),
                book(relay, new ReceivedReceipt(id, 4, forged, 0, true)));
        assertEquals(
                new BookedReceipt(id, 0, "invalid_receipt", false),
                book(relay, new ReceivedReceipt(id, 4, chain.value(3).bytes(), 0, false)));
        assertEquals(
                new BookedReceipt(id, 0, "invalid_receipt", false),
                book(relay, new ReceivedReceipt(id, 4, new byte[31], 0, false)));
        book(relay, receipt(id, 2, false));
        assertEquals(
                new BookedReceipt(id, 2 * UNIT, "invalid_receipt", false),
                book(relay, new ReceivedReceipt(id, 4, forged, 0, false)));
        assertEquals(new BookedReceipt(id, 4 * UNIT, "", false), book(relay, receipt(id, 4, false)));
    }

    @Test
    void shouldRefuseWhatIsOverTheGrantOfAnotherBoxOrOfNoGrant() {
        String id = signedGrant().id().value();
        assertEquals(
                new BookedReceipt(id, 0, "over_grant", false),
                book(relay, new ReceivedReceipt(id, 17, new byte[32], 0, false)));
        assertEquals(
                new BookedReceipt(id, 0, "over_grant", false),
                book(relay, new ReceivedReceipt(id, -1, new byte[32], 0, false)));
        assertEquals(new BookedReceipt(id, 0, "wrong_box", false), book(source, receipt(id, 3, true)));
        String unknown = "f".repeat(32);
        assertEquals(new BookedReceipt(unknown, 0, "unknown_grant", false), book(relay, receipt(unknown, 1, false)));
        assertEquals(
                new BookedReceipt("not an id", 0, "unknown_grant", false), book(relay, receipt("not an id", 1, true)));
    }

    @Test
    void shouldCloseAGrantUnderWhichNothingWasPaid() {
        String id = signedGrant().id().value();
        assertEquals(new BookedReceipt(id, 0, "", true), book(relay, new ReceivedReceipt(id, 0, new byte[0], 0, true)));
    }

    @Test
    void shouldTellEachReceiptOfABatchItsOwnOutcome() {
        String one = signedGrant().id().value();
        String other = signedGrant().id().value();
        assertEquals(
                List.of(
                        new BookedReceipt(one, UNIT, "", false),
                        new BookedReceipt("x", 0, "unknown_grant", false),
                        new BookedReceipt(other, 2 * UNIT, "", true)),
                await(() -> receipts.book(
                        relay, List.of(receipt(one, 1, false), receipt("x", 1, false), receipt(other, 2, true)))));
        assertEquals(List.of(), await(() -> receipts.book(relay, List.of())));
        List<ReceivedReceipt> tooMany = Collections.nCopies(ReceiptBook.MAX_RECEIPTS + 1, receipt(one, 1, false));
        assertThrows(IllegalArgumentException.class, () -> await(() -> receipts.book(relay, tooMany)));
    }

    @Test
    void shouldCloseSeveralGrantsOfOneBatch() {
        List<String> ids =
                IntStream.range(0, 3).mapToObj(_ -> signedGrant().id().value()).toList();
        List<ReceivedReceipt> batch =
                ids.stream().map(id -> receipt(id, 1, true)).toList();
        List<BookedReceipt> closed =
                ids.stream().map(id -> new BookedReceipt(id, UNIT, "", true)).toList();
        assertEquals(closed, await(() -> receipts.book(relay, batch)));
        assertEquals(closed, await(() -> receipts.book(relay, batch)), "and when they come again");
    }

    @Test
    void shouldStillBookWhenTheGrantHasExpired() {
        String id = signedGrant().id().value();
        clock.goAhead(Duration.ofHours(30));
        assertEquals(new BookedReceipt(id, 6 * UNIT, "", true), book(relay, receipt(id, 6, true)));
    }

    @Test
    void shouldBelieveAPlainPlayersBoxUpToBitrateAndTime() {
        Grant grant =
                await(() -> desk.forPlainPlayer(new StreamId(stream))).signed().grant();
        String id = grant.id().value();
        long early = grant.allowedBytes(grant.issuedAtMillis());
        assertEquals(new BookedReceipt(id, early, "", false), book(relay, unsigned(id, early, false)));
        long late = grant.allowedBytes(grant.issuedAtMillis() + 600_000);
        assertEquals(new BookedReceipt(id, early, "over_grant", false), book(relay, unsigned(id, late, true)));
        clock.goAhead(Duration.ofMinutes(11));
        assertEquals(new BookedReceipt(id, late, "", true), book(relay, unsigned(id, late, true)));
        assertEquals(new BookedReceipt(id, late, "", true), book(relay, unsigned(id, late, true)));
    }

    @Test
    void shouldLetTheOwnerOfARelayPayTheSource() {
        Grant grant =
                await(() -> desk.forRelay(relay, request(Set.of()))).signed().grant();
        assertEquals("relay-owner", grant.payer().value());
        assertEquals(source, grant.box());
        assertEquals(500_000, grant.pricePerGiBMicros());
        assertEquals(
                new BookedReceipt(grant.id().value(), 2 * UNIT, "", true),
                book(source, receipt(grant.id().value(), 2, true)));
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> await(() -> desk.forRelay(relay, request(Set.of(source)))));
        assertEquals(ProblemCode.NO_BOX, refusal.code());
        assertThrows(ProblemException.class, () -> await(() -> desk.forRelay(source, request(Set.of()))));
    }

    @Test
    void shouldGoOnWhenTheLedgerClosesAGrantWhoseIdIsNoneOfOurs() {
        long round = books.view().head().round();
        await(() -> books.submit(
                OperationId.derived(round, "odd"),
                new Operation.OpenGrant(
                        "odd:grant", "broadcaster", "box", 1, 1, round, true, UNIT, 1, chain.anchor())));
        assertEquals(1, books.view().openGrants("odd", 1).size());
        await(() -> books.submit(OperationId.derived(round, "odd closes"), new Operation.CloseGrant("odd:grant")));
        String id = signedGrant().id().value();
        assertEquals(new BookedReceipt(id, UNIT, "", true), book(relay, receipt(id, 1, true)));
    }

    private Grant signedGrant() {
        return await(() -> desk.forViewer(request(Set.of()))).signed().grant();
    }

    private GrantRequest request(Set<BoxId> avoid) {
        return new GrantRequest(new StreamId(stream), null, 16 * UNIT, chain.anchor(), avoid);
    }

    private static ReceivedReceipt unsigned(String id, long cumulativeBytes, boolean closing) {
        return new ReceivedReceipt(id, 0, new byte[0], cumulativeBytes, closing);
    }
}
