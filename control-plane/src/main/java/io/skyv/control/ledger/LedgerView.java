package io.skyv.control.ledger;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The books as of the last committed block, for everybody to read at any time. Each answer is right by itself; two
 * answers may be of different blocks.
 */
public final class LedgerView {
    private final ConcurrentSkipListMap<String, Long> balances = new ConcurrentSkipListMap<>();
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final Map<String, GrantPosition> grants = new ConcurrentHashMap<>();
    private volatile LedgerSums sums = LedgerSums.EMPTY;

    /** Only the ledger's writer calls this. */
    void publish(LedgerChanges changes, LedgerHead head) {
        long accounts = sums.accountsMicros();
        for (Map.Entry<String, Long> balance : changes.balancesMicros().entrySet()) {
            Long before = balances.put(balance.getKey(), balance.getValue());
            accounts += balance.getValue() - (before == null ? 0 : before);
        }
        long escrow = sums.grantsEscrowMicros();
        for (GrantPosition grant : changes.openGrants().values()) {
            escrow += grant.escrowMicros() - escrow(grants.put(grant.id(), grant));
        }
        for (String closed : changes.closedGrants().keySet()) {
            escrow -= escrow(grants.remove(closed));
        }
        owners.putAll(changes.owners());
        sums = new LedgerSums(head, accounts, escrow, grants.size());
    }

    private static long escrow(@Nullable GrantPosition grant) {
        return grant == null ? 0 : grant.escrowMicros();
    }

    public LedgerHead head() {
        return sums.head();
    }

    /** All of one block, unlike two answers of the others. */
    public LedgerSums sums() {
        return sums;
    }

    /** Nothing for an account that never had money. */
    public OptionalLong balanceMicros(AccountId account) {
        Long balance = balances.get(account.value());
        return balance == null ? OptionalLong.empty() : OptionalLong.of(balance);
    }

    /** Accounts after {@code after} in order of their ids, at most {@code limit}; the first ones after "". */
    public List<AccountBalance> accounts(String after, int limit) {
        return balances.tailMap(after, false).entrySet().stream()
                .limit(limit)
                .map(entry -> new AccountBalance(new AccountId(entry.getKey()), entry.getValue()))
                .toList();
    }

    /** The account that is paid for the box's work: its owner's, or without one that of the box's own id. */
    public AccountId paidFor(BoxId box) {
        return new AccountId(owners.getOrDefault(box.value(), box.value()));
    }

    public Optional<GrantPosition> openGrant(GrantId grant) {
        return Optional.ofNullable(grants.get(grant.value()));
    }

    public int openGrants() {
        return grants.size();
    }
}
