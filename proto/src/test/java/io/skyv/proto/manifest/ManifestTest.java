package io.skyv.proto.manifest;

import static io.skyv.proto.KnownAnswers.figure;
import static io.skyv.proto.KnownAnswers.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.Corruptions;
import io.skyv.proto.KnownAnswers;
import io.skyv.proto.Samples;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.manifest.Manifest.Kind;
import io.skyv.proto.merkle.MerkleTree;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ManifestTest {
    private static final KnownAnswers KNOWN = KnownAnswers.of("manifest.json");

    @TestFactory
    Stream<DynamicTest> shouldHaveTheKnownBytesAndHash() {
        return KNOWN.tests("valid", entry -> {
            Manifest manifest = manifest(entry.path("manifest"));
            assertArrayEquals(hex(entry.path("canonical")), manifest.canonicalBytes());
            assertEquals(entry.path("hash").textValue(), manifest.hash().hex());
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldReadTheKnownHeader() throws MalformedException {
        PublicKey key = KNOWN.key();
        return KNOWN.tests("valid", entry -> {
            String header = entry.path("header").textValue();
            SignedManifest signed = SignedManifest.decodeHeader(header);
            assertEquals(manifest(entry.path("manifest")), signed.manifest());
            assertEquals(header, signed.header());
            assertTrue(signed.isSignedBy(key));
            if (entry.has("body")) {
                assertTrue(signed.isOf(hex(entry.path("body"))));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWhatIsNoManifest() {
        return KNOWN.tests(
                "refused",
                entry -> assertThrows(MalformedException.class, () -> SignedManifest.decode(hex(entry.path("wire")))));
    }

    @TestFactory
    Stream<DynamicTest> shouldNotBelieveAForgedOne() throws MalformedException {
        PublicKey key = KNOWN.key();
        return KNOWN.tests(
                "forged",
                entry -> assertFalse(
                        SignedManifest.decode(hex(entry.path("wire"))).isSignedBy(key)));
    }

    @Test
    void shouldRefuseOneThatIsCutAnywhereOrGoesOn() {
        byte[] wire = knownWire();
        Corruptions.truncations(wire)
                .forEach(cut -> assertThrows(MalformedException.class, () -> SignedManifest.decode(cut)));
        assertThrows(MalformedException.class, () -> SignedManifest.decode(Arrays.copyOf(wire, wire.length + 1)));
    }

    @Test
    void shouldNotBelieveOneWithAnyBitFlipped() throws MalformedException {
        PublicKey key = KNOWN.key();
        Corruptions.flips(knownWire()).forEach(flipped -> {
            try {
                assertFalse(SignedManifest.decode(flipped).isSignedBy(key));
            } catch (MalformedException e) {
                // Refused before the signature is looked at: as good.
            }
        });
    }

    @Test
    void shouldRefuseOneThatIsLongerThanAnyCanBe() {
        byte[] oversize = Arrays.copyOf(knownWire(), SignedManifest.MAX_WIRE_BYTES + 1);
        MalformedException refusal = assertThrows(MalformedException.class, () -> SignedManifest.decode(oversize));
        assertTrue(refusal.getMessage().contains("over 512"), refusal.getMessage());
        assertThrows(MalformedException.class, () -> SignedManifest.decodeHeader("A".repeat(100_000)));
    }

    @Test
    void shouldRefuseAHeaderThatIsNotBase64url() {
        String header =
                KNOWN.each("valid").findFirst().orElseThrow().path("header").textValue();
        for (String broken : List.of(header + "=", header.substring(1), header + "\n", "ä" + header, "")) {
            assertThrows(MalformedException.class, () -> SignedManifest.decodeHeader(broken), broken);
        }
    }

    @Test
    void shouldSayWhetherABodyIsTheOneItIsOf() throws MalformedException {
        JsonNode part = KNOWN.each("valid").skip(1).findFirst().orElseThrow();
        SignedManifest signed = SignedManifest.decodeHeader(part.path("header").textValue());
        byte[] body = hex(part.path("body"));
        assertTrue(signed.isOf(body));
        Corruptions.flips(body).forEach(flipped -> assertFalse(signed.isOf(flipped)));
        Corruptions.truncations(body).forEach(cut -> assertFalse(signed.isOf(cut)));
        assertFalse(signed.isOf(Arrays.copyOf(body, body.length + 1)));
    }

    @Test
    void shouldChainInitSegmentAndPartsAndRootThemInTheSegment() throws MalformedException {
        List<Manifest> known = KNOWN.each("valid")
                .limit(5)
                .map(entry -> manifest(entry.path("manifest")))
                .toList();
        assertEquals(Digest.ZERO, known.get(0).previous());
        for (int i = 1; i <= 3; i++) {
            assertEquals(known.get(i - 1).hash(), known.get(i).previous());
        }
        Manifest segment = known.get(4);
        List<byte[]> parts =
                known.subList(1, 4).stream().map(part -> part.hash().bytes()).toList();
        assertEquals(MerkleTree.of(parts).root(), segment.partsRoot());
        assertNotEquals(known.get(3).hash(), segment.previous(), "segments have a chain of their own");
    }

    @Test
    void shouldComeBackAsItWasWhateverItSays() throws MalformedException {
        long seed = 20_260_101;
        Samples samples = new Samples(new Random(seed));
        KeyPair keys = P256.generate();
        for (int round = 0; round < 300; round++) {
            Manifest manifest = samples.manifest();
            SignedManifest signed = SignedManifest.sign(manifest, keys.getPrivate());
            SignedManifest read = SignedManifest.decodeHeader(signed.header());
            String which = "seed " + seed + ", round " + round + ": " + manifest;
            assertEquals(manifest, read.manifest(), which);
            assertArrayEquals(signed.wire(), read.wire(), which);
            assertArrayEquals(manifest.canonicalBytes(), read.manifest().canonicalBytes(), which);
            assertTrue(read.isSignedBy(keys.getPublic()), which);
            assertTrue(signed.wire().length <= SignedManifest.MAX_WIRE_BYTES, which);
        }
    }

    @Test
    void shouldNotBeMadeWithFiguresOutOfRange() {
        Digest body = Digest.sha256("body".getBytes(StandardCharsets.UTF_8));
        assertNotMade(Kind.PART, -1, 0, 0, false, Digest.ZERO, body);
        assertNotMade(Kind.PART, 1L << 32, 0, 0, false, Digest.ZERO, body);
        assertNotMade(Kind.PART, 0, -1, 0, false, Digest.ZERO, body);
        assertNotMade(Kind.PART, 0, 0, -1, false, Digest.ZERO, body);
        assertNotMade(Kind.SEGMENT, 0, 0, 1, false, body, body);
        assertNotMade(Kind.SEGMENT, 0, 0, 0, true, body, body);
        assertNotMade(Kind.INIT, 0, 0, 0, false, body, body);
        assertNotMade(Kind.PART, 0, 0, 0, false, body, body);
    }

    private static void assertNotMade(
            Kind kind, long epoch, long sequence, int part, boolean last, Digest partsRoot, Digest body) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Manifest(
                        kind,
                        new StreamId("box-1.camera"),
                        new RenditionName("main"),
                        epoch,
                        sequence,
                        part,
                        0,
                        0,
                        0,
                        false,
                        last,
                        body,
                        Digest.ZERO,
                        partsRoot));
    }

    private static byte[] knownWire() {
        return KnownAnswers.base64(
                KNOWN.each("valid").skip(1).findFirst().orElseThrow().path("header"));
    }

    private static Manifest manifest(JsonNode fields) {
        return new Manifest(
                Kind.valueOf(fields.path("kind").textValue().toUpperCase(Locale.ROOT)),
                new StreamId(fields.path("stream").textValue()),
                new RenditionName(fields.path("rendition").textValue()),
                figure(fields.path("epoch")),
                figure(fields.path("sequence")),
                Math.toIntExact(figure(fields.path("part"))),
                figure(fields.path("startMicros")),
                figure(fields.path("durationMicros")),
                figure(fields.path("sizeBytes")),
                fields.path("independent").booleanValue(),
                fields.path("last").booleanValue(),
                Digest.ofHex(fields.path("sha256").textValue()),
                Digest.ofHex(fields.path("previous").textValue()),
                Digest.ofHex(fields.path("partsRoot").textValue()));
    }
}
