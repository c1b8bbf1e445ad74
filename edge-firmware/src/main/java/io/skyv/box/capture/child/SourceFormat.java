package io.skyv.box.capture.child;

import org.jspecify.annotations.Nullable;

/**
 * What a source's tracks are.
 *
 * @param audio null if there is no sound
 * @param rate what the source says of its frame rate, null if nothing
 */
record SourceFormat(
        TrackFormat video,
        @Nullable TrackFormat audio,
        @Nullable Rate rate) implements AutoCloseable {
    @Override
    public void close() {
        video.close();
        if (audio != null) {
            audio.close();
        }
    }
}
