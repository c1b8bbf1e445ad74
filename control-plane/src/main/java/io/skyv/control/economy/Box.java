package io.skyv.control.economy;

import org.jspecify.annotations.Nullable;

/** A box: who is paid for it, what is bonded for it, and what is known of it in the running round. */
final class Box {
    final String id;

    @Nullable
    String owner;

    /** The payee's account, once it was paid; a shortcut that is dropped with the owner. */
    private @Nullable Account paid;

    long bondMicros;
    final LockList locks = new LockList();

    /** Whether one of the figures below is of this round. */
    boolean noted;

    /** Whether the network said anything of its time online. */
    boolean seen;

    long capacityKbps;
    long onlineSeconds;
    boolean qualified;

    /** Whether the network said anything of its cosigning. */
    boolean counted;

    long heads;
    long headsOf;
    /** Fees burned on its signed traffic, in micro-SKYV. */
    long burnedMicros;
    /** Whether it changed since somebody last asked. */
    boolean touched;

    Box(String id) {
        this.id = id;
    }

    void assign(@Nullable String newOwner) {
        owner = newOwner;
        paid = null;
    }

    /** The account that is paid for its work. */
    Account payee(Holdings money) {
        Account payee = paid;
        if (payee == null) {
            payee = money.account(owner == null ? id : owner);
            paid = payee;
        }
        return payee;
    }

    boolean isOwnedBy(String account) {
        return account.equals(owner);
    }

    void forgetRound() {
        noted = false;
        seen = false;
        capacityKbps = 0;
        onlineSeconds = 0;
        qualified = false;
        counted = false;
        heads = 0;
        headsOf = 0;
        burnedMicros = 0;
    }

    /** Holds nothing itself; grants and locks may still name it. */
    boolean isBlank() {
        return owner == null && bondMicros == 0 && !noted;
    }
}
