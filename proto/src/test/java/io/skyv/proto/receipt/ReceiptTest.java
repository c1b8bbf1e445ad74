package io.skyv.proto.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.KnownAnswers;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReceiptTest {
    private static final KnownAnswers KNOWN = KnownAnswers.of("hash-chain.json");
    private static final GrantId GRANT = new GrantId(KNOWN.root().path("grant").textValue());

    @TestFactory
    Stream<DynamicTest> shouldHaveTheKnownHeaderAndQuery() {
        return KNOWN.tests("chains", chain -> {
            for (JsonNode known : chain.path("values")) {
                Receipt receipt = new Receipt(
                        GRANT,
                        known.path("index").intValue(),
                        Digest.ofHex(known.path("value").textValue()));
                assertEquals(known.path("header").textValue(), receipt.header());
                assertEquals(known.path("query").textValue(), receipt.query());
                assertEquals(receipt, Receipt.parseHeader(receipt.header()));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWhatIsNoReceipt() {
        return KNOWN.tests(
                "refusedHeaders",
                entry -> assertThrows(
                        MalformedException.class,
                        () -> Receipt.parseHeader(entry.path("header").textValue())));
    }

    @Test
    void shouldNotBeMadeForMoreUnitsThanAGrantCanHave() {
        assertEquals(Grant.MAX_UNITS, new Receipt(GRANT, Grant.MAX_UNITS, Digest.ZERO).index());
        assertThrows(IllegalArgumentException.class, () -> new Receipt(GRANT, Grant.MAX_UNITS + 1, Digest.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new Receipt(GRANT, -1, Digest.ZERO));
    }
}
