package io.skyv.proto.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.KnownAnswers;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.sign.Digest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HashChainTest {
    private static final KnownAnswers KNOWN = KnownAnswers.of("hash-chain.json");

    @TestFactory
    Stream<DynamicTest> shouldReachTheKnownValues() {
        return KNOWN.tests("chains", entry -> {
            HashChain chain = HashChain.of(
                    Digest.ofHex(entry.path("secret").textValue()),
                    entry.path("length").intValue());
            assertEquals(entry.path("anchor").textValue(), chain.anchor().hex());
            assertEquals(entry.path("length").intValue(), chain.length());
            entry.path("values").forEach(known -> {
                int index = known.path("index").intValue();
                assertEquals(known.path("value").textValue(), chain.value(index).hex());
                assertTrue(HashChain.leadsTo(chain.value(index), index, chain.anchor()));
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseAValueThatDoesNotLeadToTheAnchor() {
        return KNOWN.tests(
                "notLeading",
                entry -> assertFalse(HashChain.leadsTo(
                        Digest.ofHex(entry.path("value").textValue()),
                        entry.path("steps").intValue(),
                        Digest.ofHex(entry.path("anchor").textValue()))));
    }

    @Test
    void shouldLeadFromAnyValueToAnyEarlierOne() {
        HashChain chain = HashChain.of(Digest.sha256("secret".getBytes(StandardCharsets.UTF_8)), 40);
        for (int from = 0; from <= 40; from++) {
            for (int to = 0; to <= from; to++) {
                assertTrue(HashChain.leadsTo(chain.value(from), from - to, chain.value(to)));
                assertFalse(HashChain.leadsTo(chain.value(from), from - to + 1, chain.value(to)));
            }
        }
    }

    @Test
    void shouldBeBoundedInLength() {
        assertThrows(IllegalArgumentException.class, () -> HashChain.of(Digest.ZERO, 0));
        assertThrows(IllegalArgumentException.class, () -> HashChain.of(Digest.ZERO, Grant.MAX_UNITS + 1));
        HashChain chain = HashChain.of(Digest.ZERO, 1);
        assertThrows(IllegalArgumentException.class, () -> chain.value(-1));
        assertThrows(IllegalArgumentException.class, () -> chain.value(2));
        assertThrows(
                IllegalArgumentException.class, () -> HashChain.leadsTo(Digest.ZERO, Grant.MAX_UNITS + 1, Digest.ZERO));
        assertThrows(IllegalArgumentException.class, () -> HashChain.leadsTo(Digest.ZERO, -1, Digest.ZERO));
    }
}
