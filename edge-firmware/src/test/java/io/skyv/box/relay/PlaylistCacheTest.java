package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.store.LiveRing;
import io.skyv.box.store.RingView;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import org.junit.jupiter.api.Test;

class PlaylistCacheTest {
    private final PlaylistCache cache = new PlaylistCache();
    private final LiveRing ring = new LiveRing(1 << 20);
    private final Packager packager = packager(ring, "box-1.camera");

    @Test
    void shouldSayWhatThePlaylistSaysAndSayItAgain() {
        part();
        RingView view = ring.view();
        assertEquals(MediaPlaylist.of(view, ""), cache.of(ring, view, "").toString());
        assertEquals(MediaPlaylist.of(view, ""), cache.of(ring, view, "").toString());
    }

    @Test
    void shouldSayMoreWhenThereIsMore() {
        part();
        String before = cache.of(ring, ring.view(), "").toString();
        part();
        String after = cache.of(ring, ring.view(), "").toString();
        assertFalse(before.contains("URI=\"41.1.m4s\",") || before.equals(after));
        assertEquals(MediaPlaylist.of(ring.view(), ""), after);
    }

    @Test
    void shouldKeepStreamsAndPlainPlayersApart() {
        LiveRing other = new LiveRing(1 << 20);
        part();
        String mine = cache.of(ring, ring.view(), "").toString();
        packager(other, "box-2.camera").encodingStarted(new byte[10], 2_000_000);
        assertTrue(cache.of(ring, ring.view(), "?g=0").toString().contains("?g=0"));
        assertEquals(mine, cache.of(ring, ring.view(), "").toString());
    }

    private void part() {
        if (ring.view().isEmpty()) {
            packager.encodingStarted(new byte[10], 2_000_000);
        }
        packager.part(new byte[1], 0, 333_333, true, false);
    }

    private static Packager packager(LiveRing ring, String stream) {
        return new Packager(
                new StreamId(stream),
                new RenditionName("main"),
                P256.generate().getPrivate(),
                new FakeNumbering(7, 41),
                ring);
    }
}
