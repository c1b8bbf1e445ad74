package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.store.LiveRing;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MediaPlaylistTest {
    private static final long START_MICROS =
            Instant.parse("2026-11-21T10:00:00Z").toEpochMilli() * 1000;

    private final LiveRing ring = new LiveRing(1 << 20);
    private final Packager packager = new Packager(
            new StreamId("box-1.camera"),
            new RenditionName("main"),
            P256.generate().getPrivate(),
            new FakeNumbering(7, 41),
            ring);

    @Test
    void shouldListSegmentsPartsAndWhatComesNext() {
        packager.encodingStarted(new byte[10], 2_000_000);
        packager.part(new byte[1], START_MICROS, 333_333, true, false);
        packager.part(new byte[1], START_MICROS + 333_333, 166_667, false, true);
        packager.part(new byte[1], START_MICROS + 500_000, 333_333, true, false);
        assertEquals("""
                #EXTM3U
                #EXT-X-VERSION:9
                #EXT-X-TARGETDURATION:2
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.02000
                #EXT-X-PART-INF:PART-TARGET=0.34000
                #EXT-X-MEDIA-SEQUENCE:41
                #EXT-X-DISCONTINUITY-SEQUENCE:7
                #EXT-X-MAP:URI="init-7.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-21T10:00:00.000Z
                #EXT-X-PART:DURATION=0.33333,URI="41.0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.16666,URI="41.1.m4s"
                #EXTINF:0.50000,
                41.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-21T10:00:00.500Z
                #EXT-X-PART:DURATION=0.33333,URI="42.0.m4s",INDEPENDENT=YES
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI="42.1.m4s"
                """, MediaPlaylist.of(ring.view(), ""));
    }

    @Test
    void shouldMarkANewEncodingAsADiscontinuityWithItsOwnInitSegment() {
        packager.encodingStarted(new byte[10], 2_000_000);
        packager.part(new byte[1], START_MICROS, 333_333, true, true);
        packager.encodingStarted(new byte[10], 4_000_000);
        packager.part(new byte[1], START_MICROS, 333_333, true, true);
        String playlist = MediaPlaylist.of(ring.view(), "");
        assertTrue(playlist.contains("""
                        41.m4s
                        #EXT-X-DISCONTINUITY
                        #EXT-X-MAP:URI="init-8.mp4"
                        """), playlist);
        assertTrue(playlist.contains("#EXT-X-TARGETDURATION:4\n"), playlist);
    }

    @Test
    void shouldGiveEachUriTheGrantThatPlainPlayersNeed() {
        packager.encodingStarted(new byte[10], 2_000_000);
        packager.part(new byte[1], START_MICROS, 333_333, true, true);
        String playlist = MediaPlaylist.of(ring.view(), "?g=0123");
        assertTrue(playlist.contains("\"init-7.mp4?g=0123\""), playlist);
        assertTrue(playlist.contains("\"41.0.m4s?g=0123\""), playlist);
        assertTrue(playlist.contains("\n41.m4s?g=0123\n"), playlist);
        assertTrue(playlist.contains("\"42.0.m4s?g=0123\""), playlist);
    }

    @Test
    void shouldListOnlyTheNewestSegmentsAndPartsOfTheLastFew() {
        packager.encodingStarted(new byte[10], 2_000_000);
        for (int i = 0; i < 20; i++) {
            packager.part(new byte[1], START_MICROS + i, 333_333, true, true);
        }
        String playlist = MediaPlaylist.of(ring.view(), "");
        assertTrue(playlist.contains("#EXT-X-MEDIA-SEQUENCE:53\n"), playlist);
        assertFalse(playlist.contains("\"53.0.m4s\""), playlist);
        assertTrue(playlist.contains("\"57.0.m4s\""), playlist);
    }
}
