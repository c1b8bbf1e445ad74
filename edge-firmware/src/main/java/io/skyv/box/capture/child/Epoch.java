package io.skyv.box.capture.child;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One encoding of a source, from its start to the next reason to begin anew. */
final class Epoch implements AutoCloseable {
    /** Of a group of pictures no more is kept to be decoded later, in bytes. */
    private static final long MAX_GROUP_BYTES = 32L << 20;

    private final VideoLane video;
    private final @Nullable AudioLane audio;
    private final EpochWriter writer;
    private final boolean copied;
    private final List<MediaPacket> group = new ArrayList<>();
    private long groupBytes;

    Epoch(VideoLane video, @Nullable AudioLane audio, EpochWriter writer, boolean copied) {
        this.video = video;
        this.audio = audio;
        this.writer = writer;
        this.copied = copied;
    }

    boolean hasAudio() {
        return audio != null;
    }

    /**
     * Takes the packet over.
     *
     * @return false if the video can no longer be copied from this packet on, which it then gave back unclosed
     */
    boolean accept(MediaPacket packet) throws CaptureException, IOException {
        if (!packet.isVideo()) {
            if (audio == null) {
                packet.close();
            } else {
                audio.accept(packet, writer);
            }
            return true;
        }
        if (copied) {
            keep(packet);
        }
        return video.accept(packet, writer);
    }

    /** Whether what comes now needs an epoch of its own. */
    boolean sizeChanged() {
        return video.sizeChanged();
    }

    private void keep(MediaPacket picture) {
        if (picture.key() || groupBytes + picture.sizeBytes() > MAX_GROUP_BYTES) {
            forgetGroup();
        }
        if (picture.key() || !group.isEmpty()) {
            group.add(picture.share());
            groupBytes += picture.sizeBytes();
        }
    }

    private void forgetGroup() {
        group.forEach(MediaPacket::close);
        group.clear();
        groupBytes = 0;
    }

    /** The pictures since the last keyframe, with the last one that came; they are the caller's then. */
    List<MediaPacket> takeGroup() {
        List<MediaPacket> taken = List.copyOf(group);
        group.clear();
        return taken;
    }

    /** Writes what is held. */
    void finish(EpochClock clock) throws CaptureException, IOException {
        writer.finish();
        clock.ended(writer.endMicros());
    }

    @Override
    public void close() {
        forgetGroup();
        writer.close();
        video.close();
        if (audio != null) {
            audio.close();
        }
    }
}
