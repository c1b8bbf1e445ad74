package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.box.capture.child.MediaPacket.Track;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterleaverTest {
    private Interleaver interleaver = new Interleaver(true);
    private final StringBuilder order = new StringBuilder();

    @AfterEach
    void free() {
        interleaver.close();
    }

    @Test
    void shouldBringBothIntoTheOrderOfTheirTimes() {
        add(Track.VIDEO, 0);
        add(Track.VIDEO, 40);
        add(Track.AUDIO, 10);
        add(Track.AUDIO, 30);
        add(Track.AUDIO, 50);
        assertEquals("v0 a10 a30 v40 ", order.toString());
    }

    @Test
    void shouldNotWaitWhereThereIsNoSound() {
        interleaver = new Interleaver(false);
        add(Track.VIDEO, 0);
        add(Track.VIDEO, 40);
        assertEquals("v0 v40 ", order.toString());
    }

    @Test
    void shouldWaitForLateSoundOnlySoLong() {
        add(Track.AUDIO, 0);
        for (int at = 0; at <= 600; at += 100) {
            add(Track.VIDEO, at);
        }
        assertEquals("v0 v100 ", order.toString().replace("a0 ", ""));
    }

    @Test
    void shouldNotWaitForSoundThatHasCeased() {
        add(Track.AUDIO, 0);
        for (int at = 0; at <= 3000; at += 100) {
            add(Track.VIDEO, at);
        }
        assertEquals("v3000 ", order.substring(order.length() - 6));
    }

    private void add(Track track, long millis) {
        interleaver.add(new MediaPacket(av_packet_alloc(), track, 1000, millis, millis, 0, true, 0));
        for (MediaPacket next = interleaver.poll(); next != null; next = interleaver.poll()) {
            order.append(next.isVideo() ? "v" : "a").append(next.dtsTicks()).append(' ');
            next.close();
        }
    }
}
