package io.skyv.box.relay;

import io.netty.buffer.Unpooled;
import io.skyv.box.store.LiveRing;
import io.skyv.box.store.RingView;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The newest media playlist of each ring. All receivers that pay get the same one, and all of them ask for it the moment
 * that a part is there. Thread-safe; an entry goes with its ring.
 */
final class PlaylistCache {
    private record Entry(RingView view, byte[] text) {}

    private final Map<LiveRing, Entry> newest = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * @param view of that ring, not empty
     * @param uriSuffix added to each URI; only playlists without one are alike and kept
     */
    Buffer of(LiveRing ring, RingView view, String uriSuffix) {
        if (!uriSuffix.isEmpty()) {
            return Buffer.buffer(MediaPlaylist.of(view, uriSuffix));
        }
        Entry entry = newest.get(ring);
        if (entry == null || entry.view() != view) {
            entry = new Entry(view, MediaPlaylist.of(view, "").getBytes(StandardCharsets.UTF_8));
            newest.put(ring, entry);
        }
        return Buffer.buffer(Unpooled.wrappedBuffer(entry.text()));
    }
}
