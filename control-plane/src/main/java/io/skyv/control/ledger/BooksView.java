package io.skyv.control.ledger;

import io.skyv.control.economy.BoxStanding;
import io.skyv.control.economy.Changes;
import io.skyv.control.economy.GrantPosition;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * The books as of the last kept block, for everybody to read at any time. Each answer is right by itself; two answers may
 * be of different blocks. What is only looked at by people is in the projections.
 */
public final class BooksView {
    /** Grants that were closed lately and are still known here, until the projections surely have them. */
    static final int MAX_CLOSED_GRANTS = 50_000;

    private final Map<String, Long> balances = new ConcurrentHashMap<>();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final Map<String, GrantPosition> grants = new ConcurrentHashMap<>();
    /** Ids in order, beside the maps: most changes are to what is there already, and need no place in any order. */
    private final ConcurrentSkipListSet<String> accountIds = new ConcurrentSkipListSet<>();

    private final ConcurrentSkipListSet<String> grantIds = new ConcurrentSkipListSet<>();
    private final Map<String, GrantPosition> closed = new LinkedHashMap<>();
    private volatile BooksHead head = BooksHead.EMPTY;

    /** Only the ledger's thread calls this. */
    void publish(long blocks, Digest hash, long timeMillis, Changes changes) {
        long accounts = head.accountsMicros();
        for (Map.Entry<String, Long> balance : changes.balancesMicros().entrySet()) {
            Long before = balances.put(balance.getKey(), balance.getValue());
            accounts += balance.getValue() - (before == null ? 0 : before);
            if (before == null) {
                accountIds.add(balance.getKey());
            }
        }
        for (BoxStanding box : changes.boxes()) {
            box.owner().ifPresent(owner -> owners.put(box.id(), owner));
        }
        long escrow = head.grantsEscrowMicros();
        for (GrantPosition grant : changes.openGrants().values()) {
            String id = grant.terms().id();
            GrantPosition before = grants.put(id, grant);
            escrow += grant.escrowMicros() - escrow(before);
            if (before == null) {
                grantIds.add(id);
            }
        }
        remember(changes.closedGrants());
        for (String id : changes.closedGrants().keySet()) {
            grantIds.remove(id);
            escrow -= escrow(grants.remove(id));
        }
        head = new BooksHead(
                blocks, hash, timeMillis, changes.totals(), changes.parameters(), changes.seats(), accounts, escrow);
    }

    private static long escrow(@Nullable GrantPosition grant) {
        return grant == null ? 0 : grant.escrowMicros();
    }

    /** They are known as closed before they are no longer known as open, so that no reader misses one. */
    private void remember(Map<String, GrantPosition> closedNow) {
        synchronized (closed) {
            closed.putAll(closedNow);
            var oldest = closed.keySet().iterator();
            while (closed.size() > MAX_CLOSED_GRANTS) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    /** All of one block, unlike two answers of the others. */
    public BooksHead head() {
        return head;
    }

    /** Nothing for an account that never had money. */
    public OptionalLong balanceMicros(AccountId account) {
        Long balance = balances.get(account.value());
        return balance == null ? OptionalLong.empty() : OptionalLong.of(balance);
    }

    /** Accounts after {@code after} in order of their ids, at most {@code limit}; the first ones after "". */
    public List<AccountBalance> accounts(String after, int limit) {
        return accountIds.tailSet(after, false).stream()
                .limit(limit)
                .map(id -> new AccountBalance(new AccountId(id), balances.getOrDefault(id, 0L)))
                .toList();
    }

    /** The account that is paid for the box's work: its owner's, or without one that of the box's own id. */
    public AccountId paidFor(BoxId box) {
        return new AccountId(owners.getOrDefault(box.value(), box.value()));
    }

    public Optional<GrantPosition> openGrant(GrantId grant) {
        return Optional.ofNullable(grants.get(grant.value()));
    }

    /** Grants after {@code after} in order of their ids, at most {@code limit}; the first ones after "". */
    public List<GrantPosition> openGrants(String after, int limit) {
        return grantIds.tailSet(after, false).stream()
                .map(grants::get)
                .filter(Objects::nonNull) // closed in this moment
                .limit(limit)
                .toList();
    }

    /** A grant that was closed lately; earlier ones only the projections know. */
    public Optional<GrantPosition> lateGrant(GrantId grant) {
        synchronized (closed) {
            return Optional.ofNullable(closed.get(grant.value()));
        }
    }
}
