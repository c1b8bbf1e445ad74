package io.skyv.box.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.meter.SettableClock;
import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.store.Catalogue;
import io.skyv.box.store.LiveRing;
import io.skyv.box.uplink.ControlPlane;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.box.uplink.UpstreamGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveSourceTest {
    private static final StreamId STREAM = new StreamId("box-1.camera");
    private static final RenditionName MAIN = new RenditionName("main");
    private static final long NOW_MILLIS = 1_800_000_000_000L;

    private final SettableClock clock = new SettableClock(NOW_MILLIS);
    private final LiveRing ring = new LiveRing(1 << 20);
    private final Catalogue catalogue = new Catalogue();
    private final Offers offers = new Offers();
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SourceMetrics metrics = new SourceMetrics(registry, nanos::get);
    private final LiveSource source = new LiveSource(
            STREAM,
            MAIN,
            "Garden",
            new Packager(STREAM, MAIN, P256.generate().getPrivate(), new FakeNumbering(0, 0), ring),
            ring,
            catalogue,
            offers,
            metrics,
            clock);

    @Test
    void shouldOfferTheStreamOnceThereIsSomethingToServe() {
        source.onEvent(encoding(1280));
        assertTrue(offers.said.isEmpty());
        source.onEvent(part(false));
        source.onEvent(part(true));
        assertEquals(1, offers.said.size());
        assertEquals("Garden", offers.said.getFirst().title());
        assertEquals(1280, offers.said.getFirst().renditions().getFirst().widthPx());
        assertTrue(catalogue.find(STREAM).isPresent());
    }

    @Test
    void shouldOfferItAnewWhenTheEncodingChanges() {
        source.onEvent(encoding(1280));
        source.onEvent(part(true));
        source.onEvent(encoding(640));
        source.onEvent(part(true));
        assertEquals(640, offers.said.getLast().renditions().getFirst().widthPx());
        assertEquals(
                640,
                catalogue
                        .find(STREAM)
                        .orElseThrow()
                        .offer()
                        .renditions()
                        .getFirst()
                        .widthPx());
    }

    @Test
    void shouldGoOnInTheSameRingWhenTheCaptureProcessIsStartedAgain() {
        source.onEvent(encoding(1280));
        source.onEvent(part(false));
        source.onEvent(new CaptureEvent.CaptureEnded(137, 1));
        source.onEvent(encoding(1280));
        source.onEvent(part(true));
        assertEquals(
                List.of(0L, 1L),
                ring.view().segments().stream()
                        .map(segment -> segment.sequence())
                        .toList());
        assertEquals(
                List.of(0L, 1L),
                ring.view().segments().stream().map(segment -> segment.epoch()).toList());
    }

    @Test
    void shouldSayWhenTheCameraHasFallenSilent() {
        source.onEvent(encoding(1280));
        source.onEvent(part(true));
        nanos.set(SourceMetrics.SILENT_AFTER.toNanos());
        assertEquals("live", metrics.state());
        assertEquals(1, registry.get("skyv.capture.live").gauge().value());
        nanos.incrementAndGet();
        assertEquals("silent", metrics.state());
        assertEquals(0, registry.get("skyv.capture.live").gauge().value());
        source.onEvent(new CaptureEvent.CaptureFailed(CaptureEvent.Code.NO_SUCH_SOURCE, "no camera", "plug it in"));
        assertEquals("failed: no_such_source", metrics.state());
        assertEquals("plug it in", metrics.lastFailure().orElseThrow().remedy());
    }

    @Test
    void shouldWithdrawTheStreamOfASilentCameraAndOfferItAgainWithItsNextPart() {
        source.onEvent(encoding(1280));
        source.onEvent(part(true));
        source.look();
        assertEquals(List.of(), offers.withdrawn);
        nanos.set(SourceMetrics.SILENT_AFTER.toNanos() + 1);
        source.look();
        source.look();
        assertEquals(List.of(STREAM), offers.withdrawn);
        assertTrue(catalogue.find(STREAM).isPresent(), "who watches keeps its place");
        source.onEvent(part(true));
        assertEquals(2, offers.said.size());
    }

    @Test
    void shouldCountWhyTheVideoBeganAnewAndWhyTheProcessEnded() {
        source.onEvent(new CaptureEvent.Interrupted(CaptureEvent.Cause.TIMES, "they jumped"));
        source.onEvent(new CaptureEvent.CaptureEnded(137, 1));
        source.onEvent(new CaptureEvent.CaptureEnded(CaptureEvent.Code.BAD_MEDIA.exitStatus(), 2));
        assertEquals(1, count("skyv.capture.interruptions", "cause", "times"));
        assertEquals(1, count("skyv.capture.ended", "reason", "killed"));
        assertEquals(1, count("skyv.capture.ended", "reason", "bad_media"));
    }

    private double count(String name, String label, String value) {
        return registry.get(name).tag(label, value).counter().count();
    }

    private static EncodingStarted encoding(int width) {
        return new EncodingStarted(
                new byte[100], "avc1.42c01f,mp4a.40.2", width, width * 9 / 16, 30, 2_500_000, 2_000_000, false);
    }

    private static PartEncoded part(boolean last) {
        return new PartEncoded(new byte[1000], NOW_MILLIS * 1000, 333_333, true, last);
    }

    /** Remembers what was offered. */
    private static final class Offers implements ControlPlane {
        final List<StreamOffer> said = new ArrayList<>();
        final List<StreamId> withdrawn = new ArrayList<>();

        @Override
        public CompletionStage<UpstreamGrant> requestGrant(
                StreamId stream, RenditionName rendition, long maxBytes, Digest anchor, Set<BoxId> avoid) {
            return CompletableFuture.failedFuture(new AssertionError("a source asks for no grant"));
        }

        @Override
        public void offer(StreamOffer offer) {
            said.add(offer);
        }

        @Override
        public void withdraw(StreamId stream) {
            withdrawn.add(stream);
        }

        @Override
        public boolean connected() {
            return true;
        }
    }
}
