package io.skyv.box.capture.child;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Brings sound and pictures into the order of their times, so that a part has the sound of its pictures. Waits for a track
 * that is late, but not for long, and not at all for one that has ceased.
 */
final class Interleaver implements AutoCloseable {
    /** A track may be this much later than the other before it is no longer waited for. */
    static final long LONGEST_WAIT_MICROS = 500_000;

    /** A track that is behind by this much has ceased; it is waited for again when it has caught up. */
    static final long CEASED_MICROS = 2_000_000;

    private final Deque<MediaPacket> video = new ArrayDeque<>();
    private final Deque<MediaPacket> audio = new ArrayDeque<>();
    private final boolean hasAudio;
    private long newestVideoMicros = Long.MIN_VALUE / 2;
    private long newestAudioMicros;

    Interleaver(boolean hasAudio) {
        this.hasAudio = hasAudio;
    }

    void add(MediaPacket packet) {
        if (packet.isVideo()) {
            video.add(packet);
            newestVideoMicros = packet.dtsMicros();
        } else {
            audio.add(packet);
            newestAudioMicros = packet.dtsMicros();
        }
    }

    /** The next packet in order, or null when more must come first. */
    @Nullable
    MediaPacket poll() {
        MediaPacket picture = video.peek();
        MediaPacket sound = audio.peek();
        if (picture != null && sound != null) {
            return sound.dtsMicros() < picture.dtsMicros() ? audio.poll() : video.poll();
        }
        if (picture != null && !mustWait(picture, newestVideoMicros, newestAudioMicros)) {
            return video.poll();
        }
        if (sound != null && !mustWait(sound, newestAudioMicros, newestVideoMicros)) {
            return audio.poll();
        }
        return null;
    }

    private boolean mustWait(MediaPacket first, long newestMicros, long newestOfOtherMicros) {
        return hasAudio
                && newestMicros - first.dtsMicros() < LONGEST_WAIT_MICROS
                && newestMicros - newestOfOtherMicros < CEASED_MICROS
                && newestOfOtherMicros <= first.dtsMicros();
    }

    /** The next packet in order, of what there is; null when there is nothing. */
    @Nullable
    MediaPacket pollWithoutWaiting() {
        MediaPacket picture = video.peek();
        MediaPacket sound = audio.peek();
        if (picture == null || (sound != null && sound.dtsMicros() < picture.dtsMicros())) {
            return audio.poll();
        }
        return video.poll();
    }

    @Override
    public void close() {
        video.forEach(MediaPacket::close);
        audio.forEach(MediaPacket::close);
        video.clear();
        audio.clear();
    }
}
