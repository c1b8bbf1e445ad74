package io.skyv.control.round;

import io.skyv.control.fleet.OnlineBox;
import io.skyv.proto.id.BoxId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Seconds that boxes had a session, added up look by look: the time between two looks counts for a box that had the same
 * session at both. So a session counts up to a look's distance less than it lasted, and the machine's clock does not matter.
 */
final class OnlineTime {
    /** Of a longer time between two looks only so much counts: the machine slept. */
    static final Duration MOST_BETWEEN_LOOKS = Duration.ofMinutes(2);

    private final Map<BoxId, Instant> sessions = new HashMap<>();
    private final Map<BoxId, Long> nanos = new HashMap<>();
    private long lookedAt;

    /** @param ticks nanoseconds that pass evenly, from any beginning */
    void look(List<OnlineBox> online, long ticks) {
        long passed = Math.min(Math.max(0, ticks - lookedAt), MOST_BETWEEN_LOOKS.toNanos());
        Map<BoxId, Instant> now = new HashMap<>();
        for (OnlineBox box : online) {
            now.put(box.id(), box.connectedAt());
            if (box.connectedAt().equals(sessions.get(box.id()))) {
                nanos.merge(box.id(), passed, Long::sum);
            }
        }
        sessions.clear();
        sessions.putAll(now);
        lookedAt = ticks;
    }

    /** Whole seconds by box, in order of id. */
    Map<BoxId, Long> seconds() {
        Map<BoxId, Long> seconds = new TreeMap<>();
        nanos.forEach((box, time) -> seconds.put(box, Duration.ofNanos(time).toSeconds()));
        return seconds;
    }

    /** What boxes had before this program started. */
    void carryOver(BoxId box, long seconds) {
        nanos.merge(box, Duration.ofSeconds(seconds).toNanos(), Long::sum);
    }

    /** Another round begins. */
    void forget() {
        nanos.clear();
    }
}
