package io.skyv.control.route;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** From whom each relay was last told to get each stream. Forgets the oldest when there are too many. Thread-safe. */
public final class RelayTree {
    static final int MAX_STREAMS = 10_000;
    static final int MAX_RELAYS_OF_A_STREAM = 1_000;

    private final Map<StreamId, Map<BoxId, BoxId>> parents = bounded(MAX_STREAMS);

    /** From now on {@code relay} gets {@code stream} from {@code parent}. */
    public synchronized void follows(BoxId relay, StreamId stream, BoxId parent) {
        parents.computeIfAbsent(stream, _ -> bounded(MAX_RELAYS_OF_A_STREAM)).put(relay, parent);
    }

    /** The relays that get {@code stream} from {@code source} itself. */
    public synchronized Set<BoxId> follow(StreamId stream, BoxId source) {
        return parents.getOrDefault(stream, Map.of()).entrySet().stream()
                .filter(relay -> relay.getValue().equals(source))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <K, V> Map<K, V> bounded(int max) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
            }
        };
    }
}
