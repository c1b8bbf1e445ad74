package io.skyv.box.store;

import io.skyv.proto.id.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that this box has. Thread-safe. */
public final class Catalogue {
    private final Map<StreamId, CarriedStream> streams = new ConcurrentHashMap<>();

    public Optional<CarriedStream> find(StreamId id) {
        return Optional.ofNullable(streams.get(id));
    }

    public void add(CarriedStream stream) {
        streams.put(stream.id(), stream);
    }

    public void remove(CarriedStream stream) {
        streams.remove(stream.id(), stream);
        stream.ring().close();
    }

    public List<CarriedStream> all() {
        return List.copyOf(streams.values());
    }
}
