package io.skyv.box.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingMemoryTest {
    private static final int MIB = 1 << 20;
    private static final RingMemory MEMORY = new RingMemory(16 * MIB, 12 * MIB);

    @Test
    void shouldGiveOneRingWhatARingMayHave() {
        LiveRing only = new RingMemory(16 * MIB, 12 * MIB).open().orElseThrow();
        fill(only, 20);
        assertEquals(12 * MIB, bytes(only));
    }

    @Test
    void shouldHaveAllRingsTogetherStayWithinTheTotal() {
        RingMemory memory = new RingMemory(16 * MIB, 12 * MIB);
        List<LiveRing> rings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rings.add(memory.open().orElseThrow());
            rings.forEach(ring -> fill(ring, 20));
            assertTrue(rings.stream().mapToLong(RingMemoryTest::bytes).sum() <= 16L * MIB);
        }
        assertEquals(4 * MIB, bytes(rings.getFirst()), "an even part for each");
    }

    @Test
    void shouldRefuseARingThatWouldBeTooSmallAndTakeOneWhenAnotherHasClosed() {
        List<LiveRing> rings = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rings.add(MEMORY.open().orElseThrow());
        }
        assertFalse(MEMORY.hasRoom(1));
        assertTrue(MEMORY.open().isEmpty());
        rings.getFirst().close();
        rings.getFirst().close();
        assertTrue(MEMORY.open().isPresent());
        assertTrue(MEMORY.open().isEmpty(), "closing twice gives back once");
    }

    @Test
    void shouldTakeWhatSlowReceiversStillHoldOffTheRings() {
        RingMemory memory = new RingMemory(16 * MIB, 12 * MIB);
        LiveRing first = memory.open().orElseThrow();
        fill(first, 12);
        List<Body> held = first.view().segments().stream()
                .map(Segment::body)
                .filter(Body::hold)
                .toList();
        first.close();
        assertEquals(12L * MIB, memory.lingeringBytes(), MIB);
        try (LiveRing second = memory.open().orElseThrow()) {
            fill(second, 12);
            assertTrue(bytes(second) + memory.lingeringBytes() <= 16L * MIB);
        }
        held.forEach(Body::letGo);
        assertEquals(0, memory.lingeringBytes());
    }

    @Test
    void shouldSayWhatToSetWhenThereIsTooLittle() {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> new RingMemory(RingMemory.MIN_RING_BYTES - 1, MIB));
        assertTrue(String.valueOf(refused.getMessage()).contains("SKYV_RELAY_MEMORY_BYTES"));
    }

    /** With segments of half a MiB. */
    private static void fill(LiveRing ring, int mebibytes) {
        Packager packager = new Packager(
                new StreamId("box-1.camera"),
                new RenditionName("main"),
                P256.generate().getPrivate(),
                new FakeNumbering(0, 0),
                ring);
        packager.encodingStarted(new byte[10], 1_000_000);
        for (int i = 0; i < 2 * mebibytes; i++) {
            packager.part(new byte[MIB / 2], i * 1_000_000L, 1_000_000, true, true);
        }
    }

    private static long bytes(LiveRing ring) {
        return ring.view().segments().stream().mapToLong(Segment::sizeBytes).sum();
    }
}
