package io.skyv.proto.grant;

import static io.skyv.proto.KnownAnswers.figure;
import static io.skyv.proto.KnownAnswers.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.Corruptions;
import io.skyv.proto.KnownAnswers;
import io.skyv.proto.Samples;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GrantTest {
    private static final KnownAnswers KNOWN = KnownAnswers.of("grant.json");

    @TestFactory
    Stream<DynamicTest> shouldHaveTheKnownBytes() {
        return KNOWN.tests(
                "valid",
                entry -> assertArrayEquals(
                        hex(entry.path("canonical")), grant(entry.path("grant")).canonicalBytes()));
    }

    @TestFactory
    Stream<DynamicTest> shouldReadTheKnownToken() throws MalformedException {
        PublicKey key = KNOWN.key();
        return KNOWN.tests("valid", entry -> {
            String token = entry.path("token").textValue();
            SignedGrant signed = SignedGrant.decodeToken(token);
            assertEquals(grant(entry.path("grant")), signed.grant());
            assertEquals(token, signed.token());
            assertTrue(signed.isSignedBy(key));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldReckonUnitsAndEscrow() {
        return KNOWN.tests("valid", entry -> {
            Grant grant = grant(entry.path("grant"));
            assertEquals(entry.path("units").asInt(0), grant.units());
            assertEquals(
                    figure(entry.path("escrowMicros")),
                    Price.escrowMicros(grant.maxBytes(), grant.pricePerGiBMicros()));
            entry.path("paid").forEach(paid -> {
                long bytes = grant.paidBytes(paid.path("index").intValue());
                assertEquals(figure(paid.path("bytes")), bytes);
                assertEquals(figure(paid.path("costMicros")), Price.costMicros(bytes, grant.pricePerGiBMicros()));
            });
            entry.path("due")
                    .forEach(due ->
                            assertEquals(due.path("index").intValue(), grant.dueIndex(figure(due.path("bytes")))));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldAllowAPlainPlayerItsBitrateAndAHeadStart() {
        return KNOWN.tests("valid", entry -> {
            Grant grant = grant(entry.path("grant"));
            entry.path("allowed")
                    .forEach(at -> assertEquals(
                            figure(at.path("bytes")), grant.allowedBytes(figure(at.path("nowMillis"))), at.toString()));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWhatIsNoGrant() {
        return KNOWN.tests(
                "refused",
                entry -> assertThrows(MalformedException.class, () -> SignedGrant.decode(hex(entry.path("wire")))));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseATokenInAnotherForm() {
        return KNOWN.tests(
                "refusedTokens",
                entry -> assertThrows(
                        MalformedException.class,
                        () -> SignedGrant.decodeToken(entry.path("token").textValue())));
    }

    @TestFactory
    Stream<DynamicTest> shouldNotBelieveAForgedOne() throws MalformedException {
        PublicKey key = KNOWN.key();
        return KNOWN.tests(
                "forged",
                entry -> assertFalse(SignedGrant.decode(hex(entry.path("wire"))).isSignedBy(key)));
    }

    @Test
    void shouldRefuseOneThatIsCutAnywhereOrGoesOn() {
        byte[] wire = knownWire();
        Corruptions.truncations(wire)
                .forEach(cut -> assertThrows(MalformedException.class, () -> SignedGrant.decode(cut)));
        assertThrows(MalformedException.class, () -> SignedGrant.decode(Arrays.copyOf(wire, wire.length + 1)));
    }

    @Test
    void shouldNotBelieveOneWithAnyBitFlipped() throws MalformedException {
        PublicKey key = KNOWN.key();
        Corruptions.flips(knownWire()).forEach(flipped -> {
            try {
                assertFalse(SignedGrant.decode(flipped).isSignedBy(key));
            } catch (MalformedException e) {
                // Refused before the signature is looked at: as good.
            }
        });
    }

    @Test
    void shouldRefuseOneThatIsLongerThanAnyCanBe() {
        byte[] oversize = Arrays.copyOf(knownWire(), SignedGrant.MAX_WIRE_BYTES + 1);
        MalformedException refusal = assertThrows(MalformedException.class, () -> SignedGrant.decode(oversize));
        assertTrue(refusal.getMessage().contains("over 640"), refusal.getMessage());
        assertThrows(MalformedException.class, () -> SignedGrant.decodeToken("A".repeat(100_000)));
    }

    @Test
    void shouldComeBackAsItWasWhateverItSays() throws MalformedException {
        long seed = 20_260_102;
        Samples samples = new Samples(new Random(seed));
        KeyPair keys = P256.generate();
        for (int round = 0; round < 300; round++) {
            Grant grant = samples.grant();
            SignedGrant signed = SignedGrant.sign(grant, keys.getPrivate());
            SignedGrant read = SignedGrant.decodeToken(signed.token());
            String which = "seed " + seed + ", round " + round + ": " + grant;
            assertEquals(grant, read.grant(), which);
            assertArrayEquals(signed.wire(), read.wire(), which);
            assertArrayEquals(grant.canonicalBytes(), read.grant().canonicalBytes(), which);
            assertTrue(read.isSignedBy(keys.getPublic()), which);
            assertTrue(signed.wire().length <= SignedGrant.MAX_WIRE_BYTES, which);
        }
    }

    @Test
    void shouldPayForAllWithItsLastUnitAndNeverForMore() {
        long seed = 20_260_103;
        Samples samples = new Samples(new Random(seed));
        for (int round = 0; round < 1_000; round++) {
            Grant grant = samples.grant();
            if (!grant.signed()) {
                continue;
            }
            String which = "seed " + seed + ", round " + round + ": " + grant;
            assertEquals(grant.maxBytes(), grant.paidBytes(grant.units()), which);
            assertTrue(grant.paidBytes(grant.units() - 1) < grant.maxBytes(), which);
            assertEquals(grant.units(), grant.dueIndex(grant.maxBytes()), which);
        }
    }

    @Test
    void shouldExpireAtItsTimeToTheMillisecond() {
        Grant grant = grant(KNOWN.each("valid").findFirst().orElseThrow().path("grant"));
        assertFalse(grant.isExpiredAt(grant.expiresAtMillis() - 1));
        assertTrue(grant.isExpiredAt(grant.expiresAtMillis()));
    }

    private static byte[] knownWire() {
        return KnownAnswers.base64(KNOWN.each("valid").findFirst().orElseThrow().path("token"));
    }

    private static Grant grant(JsonNode fields) {
        return new Grant(
                new GrantId(fields.path("id").textValue()),
                new AccountId(fields.path("payer").textValue()),
                new BoxId(fields.path("box").textValue()),
                new StreamId(fields.path("stream").textValue()),
                new RenditionName(fields.path("rendition").textValue()),
                figure(fields.path("fromSequence")),
                figure(fields.path("toSequence")),
                figure(fields.path("maxBytes")),
                Math.toIntExact(figure(fields.path("unitBytes"))),
                figure(fields.path("pricePerGiBMicros")),
                Digest.ofHex(fields.path("anchor").textValue()),
                figure(fields.path("issuedAtMillis")),
                figure(fields.path("expiresAtMillis")),
                figure(fields.path("expiresRound")),
                fields.path("signed").booleanValue(),
                figure(fields.path("maxBitrateBps")));
    }
}
