package io.skyv.control.identity.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.identity.BoxRevoked;
import io.skyv.control.identity.Member;
import io.skyv.control.identity.Members;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** The table {@code box}, with all of it in memory: a row has about 200 bytes. */
@ApplicationScoped
class MemberTable implements Members {
    private static final Logger LOG = Logger.getLogger(MemberTable.class);

    private final ConcurrentNavigableMap<BoxId, Member> members = new ConcurrentSkipListMap<>();

    void load(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) throws Throwable {
        List<BoxRow> rows = VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> BoxRow.listAll()));
        rows.forEach(row -> remember(row.member()));
    }

    void takeBack(@Observes BoxRevoked revoked) {
        VertxContextSupport.<Void>subscribe(
                () -> revoke(revoked.box()).toMulti(),
                written -> written.with(
                        nothing -> {},
                        failure -> LOG.errorf(
                                failure, "That %s is revoked is known, but not in the table", revoked.box())));
    }

    @Override
    public Optional<Member> find(BoxId box) {
        return Optional.ofNullable(members.get(box));
    }

    @Override
    public List<Member> all() {
        return List.copyOf(members.values());
    }

    @Override
    public Uni<Member> enrolled(BoxId box, AccountId owner, String operatingSerial, Instant now) {
        return Panache.withTransaction(() -> BoxRow.<BoxRow>findById(box.value())
                        .onItem()
                        .ifNull()
                        .continueWith(() -> stranger(box, now))
                        .flatMap(row -> {
                            row.owner = owner.value();
                            row.operatingSerial = operatingSerial;
                            row.lastSeen = now;
                            return row.<BoxRow>persist();
                        }))
                .map(BoxRow::member)
                .invoke(this::remember);
    }

    @Override
    public Uni<Void> seen(BoxId box, Instant now) {
        members.computeIfPresent(box, (id, member) -> member.seen(now));
        return Panache.withTransaction(() -> BoxRow.update("lastSeen = ?1 where id = ?2", now, box.value()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> revoke(BoxId box) {
        members.computeIfPresent(box, (id, member) -> member.takenBack());
        return Panache.withTransaction(() -> BoxRow.update("revoked = true where id = ?1", box.value()))
                .replaceWithVoid();
    }

    private static BoxRow stranger(BoxId box, Instant now) {
        BoxRow row = new BoxRow();
        row.id = box.value();
        row.firstSeen = now;
        return row;
    }

    private void remember(Member member) {
        members.put(member.id(), member);
    }
}
