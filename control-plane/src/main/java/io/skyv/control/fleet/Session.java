package io.skyv.control.fleet;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One box's open connection. A box has at most one. */
public final class Session {
    private final Set<StreamId> offered = ConcurrentHashMap.newKeySet();
    private final Consumer<SessionEnd> hangUp;
    private volatile OnlineBox state;
    private volatile Instant lastHeard;

    /** @param hangUp closes the connection, from any thread */
    public Session(BoxId box, URI publicUrl, boolean relays, Instant now, Consumer<SessionEnd> hangUp) {
        this.state = new OnlineBox(box, publicUrl, relays, 0, now);
        this.lastHeard = now;
        this.hangUp = hangUp;
    }

    public BoxId box() {
        return state.id();
    }

    public OnlineBox state() {
        return state;
    }

    public Instant lastHeard() {
        return lastHeard;
    }

    /** Streams that the box said it has, in this session. */
    public Set<StreamId> offered() {
        return offered;
    }

    /** @param openGrants grants that the box serves under, by its own count */
    public void heartbeat(int openGrants, Instant now) {
        OnlineBox was = state;
        state = new OnlineBox(was.id(), was.publicUrl(), was.relays(), openGrants, was.connectedAt());
        lastHeard = now;
    }

    void end(SessionEnd reason) {
        hangUp.accept(reason);
    }
}
