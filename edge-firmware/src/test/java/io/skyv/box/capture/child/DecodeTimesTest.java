package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.box.capture.child.MediaPacket.Track;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecodeTimesTest {
    private final DecodeTimes times = new DecodeTimes(3600);
    private final List<MediaPacket> out = new ArrayList<>();

    @AfterEach
    void free() {
        times.close();
        out.forEach(MediaPacket::close);
    }

    @Test
    void shouldCountBackFromTheFirstKnownOne() {
        add(7200, 7200, false);
        add(18_000, 10_800, false);
        assertEquals(List.of(), dts());
        add(10_800, 7200, true);
        assertEquals(List.of(0L, 3600L, 7200L), dts());
        add(14_400, 10_800, true);
        assertEquals(List.of(0L, 3600L, 7200L, 10_800L), dts());
    }

    @Test
    void shouldNotWaitForEver() {
        for (int i = 0; i <= DecodeTimes.MOST_WAITING; i++) {
            add(i * 3600, i * 3600, false);
        }
        assertEquals(DecodeTimes.MOST_WAITING + 1, dts().size());
    }

    private void add(long pts, long dts, boolean known) {
        times.add(new MediaPacket(av_packet_alloc(), Track.VIDEO, 90_000, pts, dts, 3600, false, 0), known);
        for (MediaPacket ready = times.poll(); ready != null; ready = times.poll()) {
            out.add(ready);
        }
    }

    private List<Long> dts() {
        return out.stream().map(MediaPacket::dtsTicks).toList();
    }
}
