package io.skyv.control.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.control.identity.BoxRevoked;
import io.skyv.control.identity.Member;
import io.skyv.control.identity.Members;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The open sessions, and where a box was when it last had one. */
@ApplicationScoped
public class LiveFleet implements Fleet {
    private final Members members;
    private final Map<BoxId, Session> sessions = new ConcurrentSkipListMap<>();
    private final Map<BoxId, Session> last = new ConcurrentHashMap<>();

    @Inject
    LiveFleet(Members members, MeterRegistry meters) {
        this.members = members;
        Gauge.builder("skyv.sessions.open", sessions, Map::size)
                .description("Boxes with an open session")
                .register(meters);
    }

    /** From now on this is the box's session; one that it had before is ended. */
    public void open(Session session) {
        Session older = sessions.put(session.box(), session);
        last.put(session.box(), session);
        if (older != null) {
            older.end(SessionEnd.REPLACED);
        }
    }

    /** @return whether the box is offline now: false where it has opened another session by then */
    public boolean close(Session session) {
        return sessions.remove(session.box(), session);
    }

    void revoke(@Observes BoxRevoked revoked) {
        Session session = sessions.get(revoked.box());
        if (session != null) {
            session.end(SessionEnd.REVOKED);
        }
    }

    @Override
    public List<OnlineBox> online() {
        return sessions.values().stream().map(Session::state).toList();
    }

    @Override
    public Optional<OnlineBox> find(BoxId box) {
        return Optional.ofNullable(sessions.get(box)).map(Session::state);
    }

    @Override
    public boolean offers(BoxId box, StreamId stream) {
        Session open = sessions.get(box);
        return open != null && open.offered().contains(stream);
    }

    @Override
    public List<KnownBox> known() {
        return members.all().stream().map(this::known).toList();
    }

    private KnownBox known(Member member) {
        Session open = sessions.get(member.id());
        Session latest = open != null ? open : last.get(member.id());
        return latest == null
                ? new KnownBox(member.id(), member.owner(), null, false, false, false, member.lastSeen())
                : new KnownBox(
                        member.id(),
                        member.owner(),
                        latest.state().publicUrl(),
                        open != null,
                        latest.state().relays(),
                        open != null && !open.offered().isEmpty(),
                        latest.lastHeard());
    }
}
