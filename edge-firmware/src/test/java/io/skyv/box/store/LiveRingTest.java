package io.skyv.box.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveRingTest {
    private static final int PART_BYTES = 1000;

    private final LiveRing ring = new LiveRing(10_000);
    private final Packager packager = packager(100);

    @Test
    void shouldTellWhoWaitsWhenThePartHasCome() throws Exception {
        packager.encodingStarted(new byte[10], 2_000_000);
        CompletableFuture<RingView> waiting = ring.await(new Position(100, 1));
        packager.part(new byte[PART_BYTES], 0, 333_333, true, false);
        assertFalse(waiting.isDone());
        packager.part(new byte[PART_BYTES], 333_333, 333_333, false, false);
        assertTrue(waiting.get().part(new Position(100, 1)).isPresent());
    }

    @Test
    void shouldTellWhoWaitsForAWholeSegmentWhenItHasItsManifest() throws Exception {
        packager.encodingStarted(new byte[10], 2_000_000);
        CompletableFuture<RingView> waiting = ring.await(Position.wholeSegment(100));
        packager.part(new byte[PART_BYTES], 0, 333_333, true, false);
        assertFalse(waiting.isDone());
        packager.part(new byte[PART_BYTES], 333_333, 333_333, false, true);
        assertTrue(waiting.get().segment(100).orElseThrow().ended().isPresent());
    }

    @Test
    void shouldKnowThatTheNextPartBeginsASegmentOnceTheLastOneSaysSo() {
        segment(packager, 2);
        assertEquals(new Position(101, 0), ring.view().next());
        packager.part(new byte[PART_BYTES], 0, 333_333, true, false);
        assertEquals(new Position(101, 1), ring.view().next());
    }

    @Test
    void shouldDropTheOldestSegmentsWhenTheBytesAreTooMany() {
        packager.encodingStarted(new byte[10], 2_000_000);
        for (int i = 0; i < 8; i++) {
            packager.part(new byte[3 * PART_BYTES], 0, 333_333, true, true);
        }
        assertEquals(3, ring.view().segments().size());
        assertTrue(ring.view().segment(104).isEmpty());
        assertTrue(ring.view().segment(107).isPresent());
    }

    @Test
    void shouldKeepInitSegmentsForAsLongAsASegmentNeedsThem() {
        segment(packager, 1);
        for (int i = 0; i < 3; i++) {
            packager.encodingStarted(new byte[10], 2_000_000);
            packager.part(new byte[4 * PART_BYTES], 0, 333_333, true, true);
        }
        assertEquals(java.util.Set.of(1L, 2L, 3L), ring.view().inits().keySet());
    }

    @Test
    void shouldBeginAnewAfterAGapInTheNumbers() {
        segment(packager, 1);
        Packager restarted = packager(500);
        segment(restarted, 1);
        assertEquals(1, ring.view().segments().size());
        assertEquals(500, ring.view().segments().getFirst().sequence());
    }

    @Test
    void shouldTellWhoWaitsWhenNothingMoreWillCome() {
        CompletableFuture<RingView> waiting = ring.await(new Position(1, 0));
        ring.close();
        ExecutionException e = assertThrows(ExecutionException.class, waiting::get);
        assertInstanceOf(RingClosedException.class, e.getCause());
        assertThrows(
                ExecutionException.class, () -> ring.await(new Position(2, 0)).get());
    }

    @Test
    void shouldRefuseToLetMoreWaitThanItsBound() {
        for (int i = 0; i < LiveRing.MAX_WAITERS; i++) {
            assertFalse(ring.await(new Position(1, i)).isDone());
        }
        assertTrue(ring.await(new Position(1, 0)).isCompletedExceptionally());
    }

    @Test
    void shouldForgetWhoGaveUpWaiting() {
        for (int i = 0; i < 3 * LiveRing.MAX_WAITERS; i++) {
            CompletableFuture<RingView> waiting = ring.await(new Position(1, i));
            assertFalse(waiting.isDone());
            waiting.cancel(false);
        }
    }

    @Test
    void shouldGiveBackTheMemoryOfWhatItDropsOnceItsReadersHaveLetGo() throws Exception {
        AtomicLong lingering = new AtomicLong();
        try (LiveRing small = new LiveRing(() -> 1, lingering, () -> {})) {
            Packager into = packager(small, 100);
            segment(into, 1);
            Body held = small.view().segment(100).orElseThrow().body();
            assertTrue(held.hold());
            segment(into, 3);
            segment(into, 1);
            segment(into, 1);
            assertTrue(small.view().segment(100).isEmpty());
            assertEquals(PART_BYTES, lingering.get());
            assertEquals(PART_BYTES, held.read().length);
            held.letGo();
            assertEquals(0, lingering.get());
            assertFalse(held.hold());
        }
    }

    @Test
    void shouldGiveAllMemoryBackWhenItIsClosedAndTakeNothingMore() {
        segment(packager, 2);
        RingView before = ring.view();
        ring.close();
        ring.close();
        segment(packager, 2);
        assertEquals(before, ring.view());
        assertFalse(before.segments().getFirst().body().hold());
        before.inits().values().forEach(init -> assertFalse(init.body().hold()));
    }

    @Test
    void shouldKeepTheBytesOfEachPartAndOfAllTogether() throws Exception {
        byte[] first = {1, 2, 3};
        byte[] second = {4, 5};
        packager.encodingStarted(new byte[] {6}, 2_000_000);
        packager.part(first, 0, 333_333, true, false);
        packager.part(second, 333_333, 333_333, false, true);
        RingView view = ring.view();
        assertArrayEquals(
                first, view.part(new Position(100, 0)).orElseThrow().body().read());
        assertArrayEquals(
                second, view.part(new Position(100, 1)).orElseThrow().body().read());
        assertArrayEquals(
                new byte[] {1, 2, 3, 4, 5},
                view.segment(100).orElseThrow().body().read());
        assertArrayEquals(new byte[] {6}, view.inits().get(0L).body().read());
    }

    private Packager packager(long firstSequence) {
        return packager(ring, firstSequence);
    }

    private static Packager packager(LiveRing ring, long firstSequence) {
        return new Packager(
                new StreamId("box-1.camera"),
                new RenditionName("main"),
                P256.generate().getPrivate(),
                new FakeNumbering(0, firstSequence),
                ring);
    }

    private static void segment(Packager packager, int parts) {
        packager.encodingStarted(new byte[10], 2_000_000);
        for (int i = 0; i < parts; i++) {
            packager.part(new byte[PART_BYTES], 333_333L * i, 333_333, i == 0, i == parts - 1);
        }
    }
}
