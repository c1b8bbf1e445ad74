package io.skyv.box.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackagerTest {
    private final KeyPair key = P256.generate();
    private final RecordingSink sink = new RecordingSink();
    private final Packager packager = new Packager(
            new StreamId("box-1.camera"), new RenditionName("main"), key.getPrivate(), new FakeNumbering(3, 100), sink);

    @Test
    void shouldSignEachPieceWithTheSourcesKey() {
        encodeSegments(1);
        for (Piece part : sink.parts) {
            assertTrue(part.signed().isSignedBy(key.getPublic()));
            assertTrue(part.signed().isOf(part.body()));
        }
        assertTrue(sink.inits.getFirst().signed().isSignedBy(key.getPublic()));
        assertTrue(sink.segments.getFirst().isSignedBy(key.getPublic()));
    }

    @Test
    void shouldChainInitSegmentsAndPartsFromTheFirstOn() {
        encodeSegments(2);
        Digest previous = sink.inits.getFirst().manifest().hash();
        assertEquals(Digest.ZERO, sink.inits.getFirst().manifest().previous());
        for (Piece part : sink.parts) {
            assertEquals(previous, part.manifest().previous());
            previous = part.manifest().hash();
        }
    }

    @Test
    void shouldChainSegmentsAmongThemselves() {
        encodeSegments(2);
        assertEquals(Digest.ZERO, sink.segments.get(0).manifest().previous());
        assertEquals(
                sink.segments.get(0).manifest().hash(),
                sink.segments.get(1).manifest().previous());
    }

    @Test
    void shouldMakeASegmentsManifestTheRootOfItsPartsAndTheHashOfItsBytes() {
        encodeSegments(1);
        Manifest segment = sink.segments.getFirst().manifest();
        List<Manifest> parts = sink.parts.stream().map(Piece::manifest).toList();
        assertEquals(Packager.partsRoot(parts), segment.partsRoot());
        assertEquals(Digest.sha256(bytes("a0"), bytes("b0"), bytes("c0")), segment.sha256());
        assertEquals(6, segment.sizeBytes());
        assertEquals(3 * 333_333, segment.durationMicros());
        assertTrue(segment.independent());
    }

    @Test
    void shouldNumberSegmentsAndPartsFromWhereItWasLeft() {
        encodeSegments(2);
        assertEquals(
                List.of("100.0", "100.1", "100.2", "101.0", "101.1", "101.2"),
                sink.parts.stream()
                        .map(part -> part.manifest().sequence() + "."
                                + part.manifest().part())
                        .toList());
    }

    @Test
    void shouldEndAnUnfinishedSegmentWithThePartsItHasWhenTheEncodingStops() {
        packager.encodingStarted(bytes("init"), 2_000_000);
        packager.part(bytes("a"), 0, 333_333, true, false);
        packager.encodingEnded();
        assertEquals(100, sink.segments.getFirst().manifest().sequence());
        packager.encodingEnded();
        assertEquals(1, sink.segments.size(), "nothing ends twice");
    }

    @Test
    void shouldBeginAnEpochOnlyWithItsFirstPart() {
        packager.encodingStarted(bytes("first"), 2_000_000);
        packager.encodingStarted(bytes("second"), 2_000_000);
        packager.part(bytes("a"), 0, 333_333, true, true);
        packager.encodingStarted(bytes("third"), 4_000_000);
        packager.part(bytes("b"), 333_333, 333_333, true, true);
        assertEquals(
                List.of(3L, 4L),
                sink.inits.stream().map(init -> init.manifest().epoch()).toList());
        assertEquals(4_000_000, sink.inits.get(1).manifest().durationMicros());
        assertEquals(101, sink.inits.get(1).manifest().sequence());
    }

    @Test
    void shouldNotLetReceiversSeeTimeGoBackWhenTheClockWasSetBack() {
        long hour = 3_600_000_000L;
        packager.encodingStarted(bytes("before"), 2_000_000);
        packager.part(bytes("a"), 2 * hour, 333_333, true, true);
        packager.encodingStarted(bytes("set back by an hour"), 2_000_000);
        packager.part(bytes("b"), hour, 333_333, true, false);
        packager.part(bytes("c"), hour + 333_333, 333_333, false, true);
        packager.encodingStarted(bytes("set right again"), 2_000_000);
        packager.part(bytes("d"), 2 * hour + 5_000_000, 333_333, true, true);
        assertEquals(
                List.of(0L, 333_333L, 666_666L, 5_000_000L),
                sink.parts.stream()
                        .map(part -> part.manifest().startMicros() - 2 * hour)
                        .toList());
        assertEquals(2 * hour + 333_333, sink.inits.get(1).manifest().startMicros());
    }

    @Test
    void shouldRefuseAPartBeforeAnyInitSegment() {
        assertThrows(IllegalStateException.class, () -> packager.part(bytes("a"), 0, 1, true, false));
    }

    private void encodeSegments(int count) {
        packager.encodingStarted(bytes("init"), 2_000_000);
        for (int i = 0; i < count; i++) {
            packager.part(bytes("a" + i), 1_000_000L * i, 333_333, true, false);
            packager.part(bytes("b" + i), 1_000_000L * i + 333_333, 333_333, false, false);
            packager.part(bytes("c" + i), 1_000_000L * i + 666_666, 333_333, false, true);
        }
        List<SignedManifest> ended = sink.segments;
        assertEquals(count, ended.size());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
