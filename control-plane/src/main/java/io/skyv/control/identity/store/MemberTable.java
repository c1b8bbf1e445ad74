package io.skyv.control.identity.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.skyv.control.identity.BoxRevoked;
import io.skyv.control.identity.Member;
import io.skyv.control.identity.Members;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The table {@code box}, with all of it in memory: a row has about 200 bytes. */
@ApplicationScoped
class MemberTable implements Members {
    private static final Logger LOG = Logger.getLogger(MemberTable.class);

    private final ConcurrentNavigableMap<BoxId, Member> members = new ConcurrentSkipListMap<>();
    private final Vertx vertx;
    private final LedgerPort ledger;

    @Inject
    MemberTable(Vertx vertx, LedgerPort ledger) {
        this.vertx = vertx;
        this.ledger = ledger;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        load();
        ledger.whenWriting(this::load);
    }

    private void load() {
        try {
            List<BoxRow> rows =
                    VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> BoxRow.listAll()));
            rows.forEach(row -> remember(row.member()));
        } catch (Throwable e) {
            throw new IllegalStateException("the members cannot be read: " + e.getMessage(), e);
        }
    }

    void takeBack(@Observes BoxRevoked revoked) {
        members.computeIfPresent(revoked.box(), (id, member) -> member.takenBack());
        change(revoked.box(), row -> row.revoked = true);
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
    public void seen(BoxId box, Instant now) {
        members.computeIfPresent(box, (id, member) -> member.seen(now));
        change(box, row -> row.lastSeen = now);
    }

    /** In the background, on a context of its own, from any thread. A box that is not in the table stays out of it. */
    private void change(BoxId box, Consumer<BoxRow> change) {
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(nothing -> Panache.withTransaction(() -> BoxRow.<BoxRow>findById(box.value())
                        .onItem()
                        .ifNotNull()
                        .invoke(change))
                .subscribe()
                .with(row -> {}, failure -> LOG.errorf(failure, "What changed of %s could not be written", box)));
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
