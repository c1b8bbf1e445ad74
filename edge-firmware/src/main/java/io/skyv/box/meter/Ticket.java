package io.skyv.box.meter;

import io.skyv.proto.grant.Grant;

/** A grant that this box knows and that is good for what was asked. */
public final class Ticket {
    private final GrantAccount account;

    Ticket(GrantAccount account) {
        this.account = account;
    }

    public Grant grant() {
        return account.grant();
    }

    GrantAccount account() {
        return account;
    }
}
