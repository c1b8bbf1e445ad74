package io.skyv.control.identity.grpc;

import io.quarkus.test.Mock;
import io.skyv.control.identity.BoxOwners;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers who was said to own what. */
@Mock
@ApplicationScoped
public class RecordingOwners implements BoxOwners {
    private final Map<BoxId, AccountId> owners = new ConcurrentHashMap<>();

    @Override
    public Uni<Void> assign(BoxId box, AccountId owner) {
        owners.put(box, owner);
        return Uni.createFrom().voidItem();
    }

    public Map<BoxId, AccountId> owners() {
        return owners;
    }
}
