package io.skyv.control.fleet;

import io.quarkus.arc.DefaultBean;
import io.skyv.proto.id.BoxId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** A network without sessions: stands in until a fleet with sessions is there. */
@DefaultBean
@ApplicationScoped
class NobodyOnline implements Fleet {
    @Override
    public List<OnlineBox> online() {
        return List.of();
    }

    @Override
    public Optional<OnlineBox> find(BoxId box) {
        return Optional.empty();
    }

    @Override
    public List<KnownBox> known() {
        return List.of();
    }
}
