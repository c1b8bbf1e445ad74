package io.skyv.box.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class CarriedStreamTest {
    private static final StreamId ID = new StreamId("box-1.camera");
    private static final RenditionName MAIN = new RenditionName("main");

    private final LiveRing ring = new LiveRing(1 << 20);
    private final Packager packager =
            new Packager(ID, MAIN, P256.generate().getPrivate(), new FakeNumbering(0, 100), ring);
    private final CarriedStream stream = new CarriedStream(
            ID,
            MAIN,
            ring,
            new StreamOffer(ID, "Camera", List.of(new OfferedRendition(MAIN, 1_000_000, "avc1.42c01f", 640, 360, 30))),
            Clock.systemUTC());

    @Test
    void shouldBePlayableWithAWholeSegment() {
        packager.encodingStarted(new byte[10], 2_000_000);
        part(false);
        assertFalse(stream.isPlayable(ring.view()));
        part(true);
        assertTrue(stream.isPlayable(ring.view()));
    }

    @Test
    void shouldNotBePlayableBeforeItHasCaughtUpWithItsParent() {
        stream.livePosition(new Position(101, 2));
        packager.encodingStarted(new byte[10], 2_000_000);
        part(true);
        assertFalse(stream.isPlayable(ring.view()));
        part(false);
        assertFalse(stream.isPlayable(ring.view()));
        part(false);
        assertTrue(stream.isPlayable(ring.view()));
    }

    @Test
    void shouldBePlayableWhenTheSegmentEndedSoonerThanItsParentExpected() {
        stream.livePosition(new Position(100, 5));
        packager.encodingStarted(new byte[10], 2_000_000);
        part(true);
        part(false);
        assertTrue(stream.isPlayable(ring.view()));
    }

    private void part(boolean last) {
        packager.part(new byte[1], 0, 200_000, true, last);
    }
}
