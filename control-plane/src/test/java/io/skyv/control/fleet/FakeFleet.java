package io.skyv.control.fleet;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Boxes that are online because a test says so. */
@Alternative
@ApplicationScoped
public class FakeFleet implements Fleet {
    private final ConcurrentSkipListMap<BoxId, OnlineBox> boxes = new ConcurrentSkipListMap<>();

    public BoxId connect(String id, boolean relays, int openGrants) {
        BoxId box = new BoxId(id);
        boxes.put(
                box,
                new OnlineBox(box, URI.create("http://" + id + ".example:8090"), relays, openGrants, Instant.EPOCH));
        return box;
    }

    public void leave(BoxId box) {
        boxes.remove(box);
    }

    public void allLeave() {
        boxes.clear();
    }

    @Override
    public List<OnlineBox> online() {
        return List.copyOf(boxes.values());
    }

    @Override
    public Optional<OnlineBox> find(BoxId box) {
        return Optional.ofNullable(boxes.get(box));
    }

    /** All that the registry knows of it. */
    @Override
    public boolean offers(BoxId box, StreamId stream) {
        return find(box).isPresent();
    }

    @Override
    public List<KnownBox> known() {
        return List.of();
    }
}
